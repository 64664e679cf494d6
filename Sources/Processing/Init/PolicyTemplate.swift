internal import Model
internal import Signatures

/// The first policies of an access repository.
struct PolicyTemplate: Sendable {
  let mainline: String
  let processor: SSHPublicKey
  /// The security group, at least one: who may change the rules.
  let people: [FirstPerson]
  let now: Instant

  /// How many must approve a change of the rules.
  ///
  /// Whoever writes a change cannot approve it, so of two people one is left.
  var count: Int { people.count > 2 ? 2 : 1 }

  /// The files with their contents, sorted by path.
  var files: [(path: String, content: String)] {
    var files = [
      ("policies/countersign.yaml", settings), ("policies/groups/security.yaml", group),
      ("policies/rules/third-parties.yaml", rule), ("policies/systems/example-db.yaml", system),
      ("policies/tests/example-db.yaml", tests),
    ]
    for person in people {
      files.append(("policies/people/\(person.id).yaml", document(of: person)))
    }
    return files.sorted { $0.0 < $1.0 }.map { (path: $0.0, content: $0.1) }
  }

  private var settings: String {
    """
    # What holds for the whole repository.
    mainline: \(mainline)
    ledger: countersign/ledger
    processor:
      keys:
        - \(processor.authorizedKey) countersign
    identity: {stale_after: 90d}
    approvals: {expire_after: 7d, issue_within: 24h}
    governance:   # who may change what; the last line that matches a path decides
      - paths: ["policies/**"]
        approvals: [{count: \(count), from: [group:security]}]
      - paths: [".github/**", ".gitlab-ci.yml", ".forgejo/**", "hooks/**"]
        approvals: [{count: 1, from: [group:security]}]

    """
  }

  private var group: String {
    """
    # Who may change the rules. Nobody approves a change that they wrote themselves.
    members: [\(people.map(\.id.text).joined(separator: ", "))]

    """
  }

  private func document(of person: FirstPerson) -> String {
    """
    name: \(yamlQuoted(person.name))
    class: employee
    emails: [\(person.emails.map(yamlQuoted).joined(separator: ", "))]
    keys:
      - ssh: \(person.keyLine)
    verified: \(now)
    status: active

    """
  }

  private var system: String {
    """
    # An example: replace it with a system of yours, or remove it with its test.
    description: An example database
    owner: group:security
    plane: data
    entitlements:
      read-only:
        risk: medium
        eligible: [class:employee, class:contractor]
        approvals: [{count: 1, from: [owner]}]
        maximum_duration: 8h
    connector: {type: ledger}

    """
  }

  private var rule: String {
    """
    description: Outside people need a ticket, their sponsor's signature, and short windows.
    applies_to: {class: [contractor, vendor]}
    require:
      ticket: "[A-Z]+-[0-9]+"
      approvals: [{count: 1, from: [sponsor]}]
      maximum_duration: 8h

    """
  }

  /// Examples that hold whoever the people are.
  private var tests: String {
    let subject = people[0].id
    let request = "system: example-db, subject: \(subject), entitlement: read-only"
    var cases = """
        - name: nobody approves their own request
          request: {\(request), duration: 8h, reason: An example.}
          approved_by: [\(subject)]
          expect: pending
          reasons: [short-of-approvals]
        - name: longer than a working day is refused, not trimmed
          request: {\(request), duration: 9h, reason: An example.}
          approved_by: []
          expect: refused
          reasons: [duration-too-long]

      """
    if people.count > 1 {
      cases += """
          - name: a colleague approves a working day
            request: {\(request), duration: 8h, reason: An example.}
            approved_by: [\(people[1].id)]
            expect: granted

        """
    }
    return """
      # Each policy change is held against these before it can come into force.
      at: \(now)
      cases:
      \(cases)
      """
  }
}
