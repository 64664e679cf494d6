/// A slow and plain model of what a compromised key takes with it (DESIGN section 6): from who approved what alone.
struct VoidedModel {
  /// One acceptance: what it made of a path, and who approved it.
  struct Acceptance {
    let path: String
    let content: String
    let givers: Set<String>
  }

  /// The path whose content is a list of names, two of whom every change takes.
  let group: String
  /// At the anchor.
  let initial: [String: String]
  private(set) var acceptances: [Acceptance] = []
  /// Whose key turned out to be stolen.
  var thief: String?

  init(group: String, initial: [String: String]) {
    (self.group, self.initial) = (group, initial)
  }

  /// What is in force, and what would be without what is void.
  var state: (force: [String: String], sound: [String: String]) {
    var (force, sound) = (initial, initial)
    for acceptance in acceptances {
      force[acceptance.path] = acceptance.content
      let isRestored = acceptance.content == sound[acceptance.path]
      if isRestored || isEnough(acceptance.givers, by: sound) {
        sound[acceptance.path] = acceptance.content
      }
    }
    return (force, sound)
  }

  var voided: Set<String> {
    let (force, sound) = state
    return Set(force.keys.filter { force[$0] != sound[$0] })
  }

  func members(_ content: [String: String]) -> Set<String> {
    Set((content[group] ?? "").split(separator: " ").map(String.init))
  }

  /// Whether two of `givers` whose word stands are among those whom `content` names.
  private func isEnough(_ givers: Set<String>, by content: [String: String]) -> Bool {
    givers.subtracting(thief.map { [$0] } ?? []).intersection(members(content)).count >= 2
  }

  /// Takes in what `givers` approve; false where it does not come into force.
  mutating func accept(_ path: String, _ content: String, by givers: Set<String>) -> Bool {
    let (force, sound) = state
    guard isEnough(givers, by: force), isEnough(givers, by: sound) else { return false }
    acceptances.append(Acceptance(path: path, content: content, givers: givers))
    return true
  }
}
