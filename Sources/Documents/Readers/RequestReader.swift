package import Model

enum RequestKeys: String, CaseIterable {
  case subject, entitlement, duration, starts, ticket, reason, emergency
  case publicKey = "public_key"
  case certificateRequest = "certificate_request"
}

/// Reads the request file `bytes` at `path`, which must be a request's path (DESIGN section 3).
///
/// Who sponsors or approves is no key of a request: it is read from policy and from signatures alone
/// (THREATS row 43).
package func readRequest(
  _ bytes: [UInt8], at path: RepositoryPath
) -> Result<Request, DocumentFaults> {
  documentKind(of: path).flatMap { readRequest(bytes, at: path, which: $0) }
}

/// Reads the request file `bytes` at `path`, which is known to be the place of a `kind`.
package func readRequest(
  _ bytes: [UInt8], at path: RepositoryPath, which kind: DocumentKind
) -> Result<Request, DocumentFaults> {
  let file = path.description
  if case .request(let system) = kind { return readRequest(bytes, file: file, system: system) }
  var findings = Findings(file: file)
  findings.fault(
    "the file is no request", at: nil, hint: "a request is `requests/<system>/<name>.yaml`")
  return .failure(findings.faults)
}

private func readRequest(
  _ bytes: [UInt8], file: String, system: SystemID
) -> Result<Request, DocumentFaults> {
  var findings = Findings(file: file)
  let request = readFields(bytes, of: "a request", keys: RequestKeys.self, &findings) {
    fields, findings in
    RequestFields(
      subject: fields.required(.subject, example: "<person or workload>", &findings),
      entitlement: fields.required(.entitlement, example: "read-only", &findings),
      duration: fields.required(.duration, example: "8h", &findings),
      starts: fields.optional(.starts, &findings),
      ticket: fields.optional(.ticket, &findings),
      reason: fields.required(.reason, example: "<why>", &findings),
      emergency: fields.optional(.emergency, &findings),
      publicKey: fields.optional(.publicKey, &findings),
      certificateRequest: fields.optional(.certificateRequest, &findings)
    ).request(system: system, reasonWhereAbsent: nil, &findings)
  }
  return findings.result(request)
}

/// The fields of a request, from a file of its own or from a policy test.
struct RequestFields {
  let subject: Field?
  let entitlement: Field?
  let duration: Field?
  let starts: Field?
  let ticket: Field?
  let reason: Field?
  let emergency: Field?
  var publicKey: Field?
  var certificateRequest: Field?

  /// Reads every field; `nil` where one that a request must have is absent or faulty.
  func request(
    system: SystemID?, reasonWhereAbsent: String?, _ findings: inout Findings
  ) -> Request? {
    let subjectID = subject?.plainName(&findings).flatMap { IdentityID($0) }
    let entitlementName = entitlement?.plainName(&findings)
    let length = duration?.duration(&findings)
    let start = starts?.instant(&findings)
    let ticketText = ticket?.ticket(&findings)
    let reasonText = reason?.prose(limit: Limits.prose, &findings) ?? reasonWhereAbsent
    let isEmergency = emergency?.boolean(&findings) ?? false
    let key = publicKey?.sshKey(&findings)
    let asked = certificateRequest?.pem(label: "CERTIFICATE REQUEST", &findings)
    guard let system, let subject, let subjectID, let entitlement, let entitlementName,
      let duration, let length, let reasonText
    else { return nil }
    return Request(
      system: system, subject: subjectID, entitlement: entitlementName, duration: length,
      starts: start, ticket: ticketText, reason: reasonText, isEmergency: isEmergency,
      publicKey: publicKey.flatMap { field in key.map { Marked($0, field.mark) } },
      certificateRequest: certificateRequest.flatMap { field in
        asked.map { Marked($0, field.mark) }
      },
      marks: RequestMarks(
        subject: subject.mark, entitlement: entitlement.mark, duration: duration.mark,
        starts: starts?.mark, ticket: ticket?.mark, emergency: emergency?.mark))
  }
}
