import Model
import TestSupport
import Testing

typealias Person = AccessRepository.Person
typealias Request = AccessRepository.Request
typealias Policies = AccessRepository.Policies

extension AccessRepository {
  /// An access repository whose `web-host` is opened by certificates.
  ///
  /// - Parameters:
  ///   - time: When it all takes place; facts and contracts are dated around it.
  ///   - login: What `shell` comes to.
  static func withWebHost(
    at time: Instant = .drill(),
    login: String = "{principals: [root, $subject], extensions: [permit-pty]}",
    _ change: (inout Policies) -> Void = { _ in }
  ) async throws -> AccessRepository {
    var policies = Policies()
    for place in policies.people.indices {
      policies.people[place].verified = "\(time.advanced(by: .days(-1)))"
      policies.people[place].contractEnds = "\(time.advanced(by: .days(30)))"
    }
    policies.texts["policies/systems/web-host.yaml"] = webHost(login: login)
    change(&policies)
    return try await AccessRepository(policies)
  }

  /// The system's file.
  static func webHost(login: String, authority: String = "$SSH_AUTHORITY") -> String {
    """
    description: A host that trusts a certificate authority
    owner: group:dba
    plane: development
    entitlements:
      shell:
        risk: low
        eligible: [class:contractor, class:employee]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
    connector:
      type: ssh-certificate
      authority: \(authority)
      logins:
        shell: \(login)

    """
  }
}

extension AccessRepository {
  /// Makes the ledger's tip anew with `text` at `path`, signed with the processor's own key.
  func replaceInLedger(_ path: String, with text: String) async throws {
    let tip = try await ledgerTip()
    let message = try await sandbox.git("log", "-1", "--format=%B", tip)
    let date = try #require(Int(try await sandbox.git("log", "-1", "--format=%ct", tip)))
    let parents = try await sandbox.git("log", "-1", "--format=%P", tip)
    let forged = try await sandbox.commit(
      tree: try await sandbox.tree([path: text], base: tip),
      parents: parents.split(separator: " ").map { String($0) }, message + "\n",
      by: GitPerson(name: "Countersign", email: "countersign@localhost"), date: date,
      key: try key(.processor))
    try await sandbox.point("refs/heads/countersign/ledger", at: forged)
  }
}
