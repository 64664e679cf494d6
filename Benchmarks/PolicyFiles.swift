import Signatures

/// The files of a `policies/` folder with so many people and systems.
struct PolicyFiles {
  let shape: FixtureShape
  let processor: SSHPublicKey
  let reviewer: SSHPublicKey

  /// Whoever approves all requests.
  static let reviewerEmail = "reviewer@example.com"

  static func person(_ number: Int) -> String { "p\(padded(number))" }
  static func system(_ number: Int) -> String { "s\(padded(number))" }
  static func email(_ number: Int) -> String { "\(person(number))@example.com" }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
  }

  /// Path and content of each file.
  func all() throws -> [(path: String, text: String)] {
    var files = [("policies/countersign.yaml", settings), (file("people/reviewer"), reviewerFile)]
    files.append((file("groups/owners"), "members: [reviewer]\n"))
    files.append((file("rules/tickets"), Self.rule))
    var numbers = SplitMix64(seed: 1)
    for number in 0..<shape.people {
      files.append((file("people/\(Self.person(number))"), try person(number, &numbers)))
    }
    for number in 0..<shape.systems {
      files.append((file("systems/\(Self.system(number))"), system(number)))
    }
    return files.map { (path: $0.0, text: $0.1) }
  }

  /// A request that the policies grant once the reviewer has approved it.
  static func request(_ number: Int, _ shape: FixtureShape) -> (path: String, text: String) {
    // Person 0 holds the live grant, which must not stand in another one's way.
    let subject = number == 0 ? 0 : 1 + number % (shape.people - 1)
    let text = """
      subject: \(person(subject))
      entitlement: read-only
      duration: 8h
      ticket: OPS-\(number)
      reason: Look at what happened in case \(number).

      """
    return ("requests/\(system(number % shape.systems))/case-\(padded(number)).yaml", text)
  }

  private func file(_ name: String) -> String { "policies/\(name).yaml" }

  private var settings: String {
    """
    mainline: main
    ledger: countersign/ledger
    processor: {keys: [\(processor.authorizedKey)]}
    identity: {stale_after: 90d}
    approvals: {expire_after: 7d, issue_within: 24h}
    governance:
      - {paths: ["policies/**"], approvals: [{count: 1, from: [group:owners]}]}

    """
  }

  private static let rule = """
    description: Whoever asks for more than reading says why.
    applies_to: {risk: [medium, high, critical]}
    require:
      ticket: (OPS|INC)-[0-9]+
      maximum_duration: 8h

    """

  private var reviewerFile: String {
    """
    name: The Reviewer
    class: employee
    emails: [\(Self.reviewerEmail)]
    keys: [{ssh: \(reviewer.authorizedKey)}]
    verified: 2026-11-01T00:00:00Z
    status: active

    """
  }

  private func person(_ number: Int, _ numbers: inout SplitMix64) throws -> String {
    // Any 32 bytes have the form of an Ed25519 key; nobody has to sign with these.
    let blob = Self.ed25519 + numbers.bytes(32)
    let key = try SSHPublicKey(wireFormat: blob).authorizedKey
    return """
      name: Person Number \(number)
      class: employee
      emails: [\(Self.email(number)), \(number)+person@users.noreply.github.com]
      keys:
        - ssh: \(key)
      verified: 2026-11-01T00:00:00Z
      status: active

      """
  }

  private static let ed25519: [UInt8] =
    [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32]

  private func system(_ number: Int) -> String {
    """
    description: System number \(number)
    owner: group:owners
    plane: data
    entitlements:
      read-only:
        risk: medium
        eligible: [class:employee]
        approvals: [{count: 1, from: [group:owners]}]
        maximum_duration: 8h
      superuser:
        risk: critical
        eligible: [class:employee]
        approvals: [{count: 1, from: [group:owners]}]
        maximum_duration: 1h
    connector: {type: ledger}

    """
  }
}
