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
  /// Whoever writes a change cannot approve it, and whoever has left approves nothing: with both gone enough must be
  /// left of three and more. Of two nobody is, which `init` says.
  var count: Int { people.count > 3 ? 2 : 1 }

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
    mass_revocation: 25%   # what would end more of the live grants within a day waits for a review
    governance:   # who may change what; the last line that matches a path decides
      - paths: ["policies/**"]
        approvals: [{count: \(count), from: [group:security]}]
    \(peopleLine)
      - paths: [".github/**", ".gitlab-ci.yml", ".forgejo/**", "hooks/**"]
        approvals: [{count: 1, from: [group:security]}]

    """
  }

  /// The line of people's files: who extends a contract hears from the sponsor as well.
  ///
  /// A sponsor takes a seat of their own, so that fewer than three would be too few as soon as one of them writes.
  private var peopleLine: String {
    guard people.count > 2 else {
      return """
          # With three people in the group, extending a contract can ask the sponsor too:
          # - paths: ["policies/people/**"]
          #   approvals: [{count: 1, from: [group:security]}, {count: 1, from: [sponsor]}]
        """
    }
    return """
        - paths: ["policies/people/**"]   # the sponsor, where a contract would end later
          approvals: [{count: 1, from: [group:security]}, {count: 1, from: [sponsor]}]
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

  /// Examples that hold whoever the people are: whom they name is made up.
  private var tests: String {
    let request = "system: example-db, entitlement: read-only, reason: An example."
    return """
      # Each policy change is held against these before it can come into force.
      at: \(now)
      people:   # made up, so that nobody's leaving fails a test
        a.colleague: {class: employee}
        an.owner: {groups: [security]}
        a.contractor: {class: contractor, sponsor: a.colleague}
      cases:
        - name: an owner lets a colleague in for a working day
          request: {subject: a.colleague, \(request), duration: 8h}
          approved_by: [an.owner]
          expect: granted
        - name: nobody approves their own request
          request: {subject: an.owner, \(request), duration: 8h}
          approved_by: [an.owner]
          expect: pending
          reasons: [short-of-approvals]
        - name: longer than a working day is refused, not trimmed
          request: {subject: a.colleague, \(request), duration: 9h}
          approved_by: [an.owner]
          expect: refused
          reasons: [duration-too-long]
        - name: outside people need their sponsor
          request: {subject: a.contractor, \(request), duration: 8h, ticket: OPS-1}
          approved_by: [an.owner]
          expect: pending
          reasons: [short-of-approvals]
        - name: with both signatures they get in
          request: {subject: a.contractor, \(request), duration: 8h, ticket: OPS-1}
          approved_by: [an.owner, a.colleague]
          expect: granted

      """
  }
}
