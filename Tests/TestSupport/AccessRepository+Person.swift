extension AccessRepository {
  /// Somebody in `policies/people/`.
  package struct Person: Sendable {
    /// A key in a person's file.
    package struct Key: Sendable {
      package var name: KeyName
      package var retired: String?
      package var compromised: String?

      package init(_ name: KeyName, retired: String? = nil, compromised: String? = nil) {
        self.name = name
        self.retired = retired
        self.compromised = compromised
      }

      /// The entry of a `keys` list.
      func lines(_ files: [KeyName: GitKey]) -> [String] {
        ["  - ssh: \(files[name]?.publicLine ?? "")"]
          + (retired.map { ["    retired: \($0)"] } ?? [])
          + (compromised.map { ["    compromised: \($0)"] } ?? [])
      }
    }

    package var id: String
    package var personClass: String
    package var sponsor: String?
    package var contractEnds = "2027-01-31T00:00:00Z"
    package var emails: [String]
    package var keys: [Key]
    /// Lines of `keys` beside those, such as `openpgp: keys/ana.asc`.
    package var certificates: [String] = []
    package var verified = "2026-11-01T00:00:00Z"
    package var status = "active"

    package init(
      _ id: String, _ personClass: String = "employee", sponsor: String? = nil,
      emails: [String]? = nil, keys: [KeyName] = []
    ) {
      self.id = id
      self.personClass = personClass
      self.sponsor = sponsor
      self.emails = emails ?? ["\(id)@corp.example"]
      self.keys = keys.map { Key($0) }
    }

    /// A database administrator who sponsors Ana, and owns the nightly export.
    package static let priya = Person(
      "priya.nair", emails: ["priya.nair@corp.example", "priya@home.example"],
      keys: [.priya, .priyaSecond])
    /// A database administrator who sponsors Ben.
    package static let tom = Person("tom.berg", keys: [.tom, .tomSecond])
    package static let ana = Person(
      "ana.silva", "contractor", sponsor: "priya.nair", emails: ["ana@initech.example"],
      keys: [.ana])
    package static let ben = Person(
      "ben.cole", "contractor", sponsor: "tom.berg", emails: ["ben@initech.example"], keys: [.ben])
    /// Security.
    package static let mia = Person("mia.chen", keys: [.mia])
    package static let leo = Person("leo.ruiz", keys: [.leo])
    /// People operations.
    package static let kim = Person("kim.park", keys: [.kim])
    package static let lena = Person("lena.frost", keys: [.lena])
    /// An employee in no group.
    package static let nora = Person("nora.lind", keys: [.nora])

    /// The nightly export's git identity; it is a workload and no person.
    package static let nightlyExport = Person(
      "nightly-export", emails: ["nightly-export@bots.example"], keys: [.nightlyExport])

    /// The directory's git identity; it is a workload and no person.
    package static let directory = Person("hr-directory", keys: [.directory])

    package static let all = [priya, tom, ana, ben, mia, leo, kim, lena, nora]

    /// Whom git names.
    package var git: GitPerson { GitPerson(name: id, email: emails.first ?? "\(id)@corp.example") }

    /// The same person committing under another of their addresses.
    package func writing(from email: String) -> Person {
      var person = self
      person.emails = [email]
      return person
    }

    package var path: String { "policies/people/\(id).yaml" }

    /// The person's file.
    package func yaml(_ files: [KeyName: GitKey]) -> String {
      var lines = ["name: \(id)", "class: \(personClass)"]
      if let sponsor {
        lines += [
          "organization: Initech GmbH", "sponsor: \(sponsor)",
          "contract: {reference: SOW-2231, ends: \(contractEnds)}",
        ]
      }
      lines.append("emails: [\(emails.joined(separator: ", "))]")
      if !(keys.isEmpty && certificates.isEmpty) { lines.append("keys:") }
      lines += keys.flatMap { $0.lines(files) }
      lines += certificates.map { "  - \($0)" }
      return (lines + ["verified: \(verified)", "status: \(status)", ""]).joined(separator: "\n")
    }
  }
}
