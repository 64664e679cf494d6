/// A file of `policies/directory/`: what the directory that the settings name says of many people at once.
///
/// It confirms, suspends and ends. It has no words for keys, classes or sponsors, and nothing in it makes
/// anybody active: where it says less than a person's own file, that file holds.
package struct Attestation: Hashable, Sendable {
  /// The file it was read from.
  package let file: String
  /// When the directory looked.
  package let at: Instant
  package let atMark: Mark
  /// Whose facts are as their files say; `verified` counts from `at` for them.
  package let confirmed: [Marked<IdentityID>]
  package let suspended: [Marked<IdentityID>]
  package let offboarded: [Marked<IdentityID>]

  package init(
    file: String, at: Instant, atMark: Mark, confirmed: [Marked<IdentityID>],
    suspended: [Marked<IdentityID>], offboarded: [Marked<IdentityID>]
  ) {
    self.file = file
    self.at = at
    self.atMark = atMark
    self.confirmed = confirmed
    self.suspended = suspended
    self.offboarded = offboarded
  }

  /// Whom it stops, with what they are from then on.
  package var stops: [(person: Marked<IdentityID>, status: IdentityStatus)] {
    suspended.map { ($0, .suspended) } + offboarded.map { ($0, .offboarded) }
  }
}

/// All that the directory says of one person, whatever the number of its files.
package struct DirectoryWord: Hashable, Sendable {
  /// The strictest that a file says; `active` where none stops them.
  package fileprivate(set) var status: IdentityStatus = .active
  /// Where that is said; absent where nobody stops them.
  package fileprivate(set) var statusLocation: SourceLocation?
  /// The newest confirmation.
  package fileprivate(set) var verified: Instant?
  /// Where the newest confirmation is dated.
  package fileprivate(set) var verifiedLocation: SourceLocation?

  /// The same as if it confirmed nothing.
  var withoutConfirmation: DirectoryWord {
    var word = self
    (word.verified, word.verifiedLocation) = (nil, nil)
    return word
  }
}

extension [Attestation] {
  /// What they say together of each person; the order of the files makes no difference.
  func words() -> [IdentityID: DirectoryWord] {
    var words: [IdentityID: DirectoryWord] = [:]
    words.reserveCapacity(reduce(0) { $0 + $1.confirmed.count })
    for attestation in sorted(by: { $0.file < $1.file }) {
      for person in attestation.confirmed {
        if let known = words[person.value]?.verified, known >= attestation.at { continue }
        words[person.value, default: DirectoryWord()].verified = attestation.at
        words[person.value]?.verifiedLocation = SourceLocation(
          file: attestation.file, mark: attestation.atMark)
      }
      for (person, status) in attestation.stops {
        guard (words[person.value]?.status ?? .active) < status else { continue }
        words[person.value, default: DirectoryWord()].status = status
        words[person.value]?.statusLocation = SourceLocation(
          file: attestation.file, mark: person.mark)
      }
    }
    return words
  }
}

extension Policy {
  /// Whom `next` lets go whom the directory stopped by this policy, sorted.
  ///
  /// Not who is stopped as strictly by their own file then, nor who has none any more: to let those act
  /// takes a change of that file, which people approve.
  package func liftedStops(by next: Policy) -> [IdentityID] {
    stops.keys.filter { id in
      guard let before = stops[id], (next.stops[id] ?? .active) < before else { return false }
      return next.people[id].map { $0.ownStatus < before } ?? false
    }.sorted()
  }
}
