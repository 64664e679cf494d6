extension AccessRepository {
  /// What stands in `policies/`: everybody, and texts that a test may replace.
  package struct Policies: Sendable {
    package var people = Person.all
    package var groups = [
      "dba": ["priya.nair", "tom.berg"], "security": ["mia.chen", "leo.ruiz"],
      "people-ops": ["kim.park", "lena.frost"],
    ]
    package var processor = KeyName.processor
    /// The governance lines; the last that matches a path decides.
    package var governance = [
      #"{paths: ["policies/**"], approvals: [{count: 2, from: [group:security]}]}"#,
      #"{paths: ["policies/people/**"], approvals: [{count: 1, from: [group:people-ops]}]}"#,
      #"{paths: [".github/**"], approvals: [{count: 1, from: [group:security]}]}"#,
    ]
    /// The keys of the workload `hr-directory`, which the settings then name as directory.
    package var directoryKeys: [KeyName] = []
    /// Lines at the end of the settings.
    package var settingsMore = ""
    /// Path to text, for everything else; `$SSH_AUTHORITY` stands for that key's line.
    package var texts = [
      "policies/systems/billing-db.yaml": billing, "policies/systems/ledger-db.yaml": ledger,
      "policies/rules/third-parties.yaml": thirdParties,
    ]

    package init() {}

    /// Replaces `text`, which must stand in the file at `path`.
    package mutating func replace(_ text: String, with other: String, in path: String) throws {
      guard let whole = texts[path], whole.contains(text) else {
        throw ScratchError(what: "\(path) has no \(text)")
      }
      texts[path] = whole.replacing(text, with: other)
    }

    /// Every file with its content.
    package func files(_ keys: [KeyName: GitKey]) -> [(String, String)] {
      let authority = keys[.sshAuthority]?.publicLine ?? ""
      var files = texts.mapValues { text in
        text.split(separator: "$SSH_AUTHORITY", omittingEmptySubsequences: false)
          .joined(separator: authority)
      }
      for person in people { files[person.path] = person.yaml(keys) }
      for (name, members) in groups {
        files[Policies.group(name)] = "members: [\(members.joined(separator: ", "))]\n"
      }
      files["policies/workloads/nightly-export.yaml"] = """
        owner: person:priya.nair
        purpose: Exports the day's bookings to the warehouse.
        emails: [nightly-export@bots.example]
        keys: [{ssh: \(keys[.nightlyExport]?.publicLine ?? "")}]
        verified: 2026-11-01T00:00:00Z
        status: active

        """
      if !directoryKeys.isEmpty {
        files[Policies.directory] = directory(directoryKeys.map { Person.Key($0) }, keys)
      }
      files[Policies.settings] = settings(keys)
      return files.sorted { $0.key < $1.key }
    }

    package static let directory = "policies/workloads/hr-directory.yaml"

    /// The file of the directory.
    package func directory(
      _ own: [Person.Key], _ keys: [KeyName: GitKey], status: String = "active"
    ) -> String {
      """
      owner: person:lena.frost
      purpose: Says who is still there.
      keys:
      \(own.map { $0.lines(keys).joined(separator: "\n") }.joined(separator: "\n"))
      verified: 2026-11-01T00:00:00Z
      status: \(status)

      """
    }

    package static let settings = "policies/countersign.yaml"
    package static func group(_ name: String) -> String { "policies/groups/\(name).yaml" }

    /// `policies/countersign.yaml`.
    package func settings(_ keys: [KeyName: GitKey]) -> String {
      """
      mainline: main
      ledger: countersign/ledger
      processor: {keys: [\(keys[processor]?.publicLine ?? "")]}
      identity: {stale_after: 90d\(directoryKeys.isEmpty ? "" : ", directory: hr-directory")}
      approvals: {expire_after: 7d, issue_within: 24h}
      governance:
      \(governance.map { "  - \($0)\n" }.joined())\(settingsMore)
      """
    }

    private static let billing = """
      description: Production billing database
      owner: group:dba
      plane: data
      entitlements:
        read-only:
          risk: medium
          eligible: [class:contractor, class:employee, workload:nightly-export]
          approvals: [{count: 1, from: [group:dba]}]
          maximum_duration: 8h
        export:
          risk: medium
          eligible: [class:contractor, class:employee]
          approvals: [{count: 2, from: [group:dba]}]
          maximum_duration: 8h
        backup:
          risk: high
          eligible: [workload:nightly-export]
          approvals: [{count: 1, from: [group:dba]}]
          maximum_duration: 8h
        superuser:
          risk: critical
          eligible: [group:dba]
          approvals: [{count: 1, from: [group:dba]}, {count: 1, from: [group:security]}]
          maximum_duration: 1h
          conflicts_with: [ledger-db/approve-payments]
      connector: {type: ledger}

      """

    private static let ledger = """
      description: Ledger of payments
      owner: group:dba
      plane: data
      entitlements:
        read-only:
          risk: medium
          eligible: [class:contractor, class:employee]
          approvals: [{count: 1, from: [group:dba]}]
          maximum_duration: 8h
        approve-payments:
          risk: high
          eligible: [class:employee]
          approvals: [{count: 1, from: [group:dba]}]
          maximum_duration: 1h
      connector: {type: ledger}

      """

    private static let thirdParties = """
      description: Outside people need a ticket, their sponsor's signature, and short windows.
      applies_to: {class: [contractor, vendor], risk: [medium, high, critical]}
      require:
        ticket: (OPS|INC)-[0-9]+
        approvals: [{count: 1, from: [sponsor]}]
        maximum_duration: 8h

      """
  }
}
