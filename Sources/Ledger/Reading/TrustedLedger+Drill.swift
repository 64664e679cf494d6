package import Model

extension TrustedLedger {
  /// A grant for a drill: decided by whoever runs it, and recorded nowhere.
  ///
  /// Connectors take only what this room made, and this is the one exception to what it stands for. Nobody
  /// gets it who holds anything: a drill takes away what it gave, and must not take more.
  /// - Parameters:
  ///   - id: A name that no grant has; it is what the target is told.
  ///   - window: How long the access could last if nobody took it away.
  ///   - certificate: What its certificates are to say, where it is to have some.
  ///   - connector: What acts on a target for it, where something does.
  /// - Returns: Nil where `subject` has a grant that has not ended, on whatever system.
  /// - Throws: `.alreadyTaken` for the id of a grant that was issued; `.unreadable`; `.git`.
  package func grantForDrill(
    _ id: GrantID, of subject: IdentityID, on name: EntitlementName, window: Window,
    certificate: CertificateTerms?, connector: ConnectorKind?
  ) throws(LedgerError) -> RecordedGrant? {
    guard try grant(id) == nil else {
      throw LedgerError(.alreadyTaken(id), "grant \(id) was issued before")
    }
    guard try !live().contains(where: { $0.subject == subject }) else { return nil }
    let nowhere = Mark(line: 1, column: 1)
    let request = Request(
      system: name.system, subject: subject, entitlement: name.entitlement,
      duration: window.length, starts: nil, ticket: nil, reason: "A drill.", isEmergency: false,
      marks: RequestMarks(
        subject: nowhere, entitlement: nowhere, duration: nowhere, starts: nil, ticket: nil,
        emergency: nil))
    return RecordedGrant(
      heldByLedger: Grant(
        id: id, request: request,
        key: RequestKey(path: RepositoryPath("drills/\(name.system).yaml"), blob: cursor.policy),
        window: window, landing: cursor.mainline, policy: cursor.policy, approvals: [],
        issued: GrantEvent(.issued, at: window.start, mainline: cursor.mainline),
        certificate: certificate, connector: connector))
  }
}
