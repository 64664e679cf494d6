/// Whom and which keys nothing lets act but acceptances that a compromised key has left without approvals.
///
/// They approve nothing of policies, sign nothing off and get no emergency until what brought them is approved anew
/// (DESIGN section 6): else a stolen key could bring in people who go on where it was stopped.
package struct Doubted: Hashable, Sendable {
  /// People who are new, active again or in a group anew by such an acceptance, or have no key but such.
  package var people: Set<IdentityID>
  /// Names of the keys that came with one.
  package var keys: Set<String>
  /// Who has such a key, besides others.
  package var holders: Set<IdentityID>
  /// Of these people whom nothing else lets act at all: all but those who only are in a group anew.
  package var newcomers: Set<IdentityID>
  /// What would be in force without such acceptances; absent where nothing is in doubt.
  package var sound: SoundPolicy?
  /// Whether anything is voided, be it that nobody is left who could approve it anew but those whom it brought.
  package var hasVoids: Bool

  package init(
    people: Set<IdentityID> = [], keys: Set<String> = [], holders: Set<IdentityID> = [],
    newcomers: Set<IdentityID> = [], sound: SoundPolicy? = nil, hasVoids: Bool = false
  ) {
    (self.people, self.keys, self.holders) = (people, keys, holders)
    (self.newcomers, self.sound, self.hasVoids) = (newcomers, sound, hasVoids)
  }

  package static let nobody = Doubted()

  package var isNobody: Bool { self == .nobody }

  /// Why an approval of `person` by `key` does not count, in words; nil where it is not in doubt.
  package func doubt(about person: IdentityID, _ key: String) -> String? {
    if people.contains(person) {
      return "\(person) is in force only by what a compromised key carried"
    }
    return keys.contains(key) ? "\(key) is in force only by what a compromised key carried" : nil
  }
}
