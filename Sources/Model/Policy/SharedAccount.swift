/// Ids and names by which nobody could tell who acted: what such an account did could be anybody's.
package enum SharedAccount {
  /// Whether all parts of `id` are words for accounts that people share: `root`, `support`, `ops-team`.
  package static func isNothingElse(_ id: IdentityID) -> Bool {
    let parts = self.parts(of: id.text)
    return !parts.isEmpty && parts.allSatisfy(words.contains)
  }

  /// The word in the id or the name of `person` that a shared account would have: `support` in `initech-support`.
  ///
  /// A few of the words are people's names too. They count only where they do not stand like one, as the last
  /// part of `joe.root`.
  package static func word(in person: Person) -> String? {
    let text = person.id.text
    let parts = self.parts(of: text)
    if let word = parts.first(where: isTelling) { return word }
    let lastIsSurname = text.utf8.contains(UInt8(ascii: "."))
    if let word = (lastIsSurname ? parts.dropLast() : parts[...]).first(where: surnames.contains) {
      return word
    }
    return self.parts(of: lowerCasedASCII(person.name.utf8)).first(where: isTelling)
  }

  private static func isTelling(_ word: String) -> Bool {
    (words.contains(word) || affixes.contains(word)) && !surnames.contains(word)
  }

  private static func parts(of text: String) -> [String] {
    text.split { " .-_0123456789".contains($0) }.map(String.init)
  }

  private static let words: Set<String> = [
    "account", "admin", "administrator", "administrators", "admins", "anonymous", "ci",
    "daemon", "dba", "deploy", "devops", "everybody", "everyone", "guest", "helpdesk", "nobody",
    "oncall", "operator", "operators", "ops", "root", "service", "shared", "staff", "superuser",
    "support", "sysadmin", "system", "team", "test", "user", "users",
  ]

  /// Words that say of which kind an account is, beside those of what it does.
  private static let affixes: Set<String> = ["bot", "hotline", "noreply", "robot", "svc"]

  private static let surnames: Set<String> = ["guest", "root", "staff"]
}
