internal import Documents
internal import Model
internal import Signatures

/// What somebody wants to ask for, before it is a file.
struct RequestDraft {
  let entitlement: EntitlementName
  let subject: IdentityID
  let duration: Duration
  let starts: Instant?
  let ticket: String?
  let reason: String
  let isEmergency: Bool
  /// The SSH key to certify.
  var publicKey: SSHPublicKey?
  /// What proves the key that an X.509 authority is to certify.
  var certificateRequest: CertificateRequest?

  /// The document, in the order in which people read it.
  var yaml: [UInt8] {
    var lines = [
      "subject: \(subject)", "entitlement: \(yamlScalar(entitlement.entitlement))",
      "duration: \(duration.written)",
    ]
    if let starts { lines.append("starts: \(starts)") }
    if let ticket { lines.append("ticket: \(yamlScalar(ticket))") }
    lines.append("reason: \(yamlScalar(reason))")
    if isEmergency { lines.append("emergency: true") }
    if let publicKey { lines.append("public_key: \(publicKey.authorizedKey)") }
    if let certificateRequest {
      let block = PEM.encode(certificateRequest.der, label: CertificateRequest.label)
      lines.append("certificate_request: |")
      lines += block.split(separator: UInt8(ascii: "\n")).map {
        "  " + String(decoding: $0, as: UTF8.self)
      }
    }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// The request as whoever reads the file at `path` will understand it.
  ///
  /// - Throws: `.wrongUsage` for a text that no document may hold; `.bug` where the file would
  ///   say something else than was asked for, so that nobody signs what they did not mean.
  func readBack(at path: RepositoryPath) throws(ProcessingError) -> Request {
    switch readRequest(yaml, at: path) {
    case .failure(let faults): throw ProcessingError(.wrongUsage, faults.reasons)
    case .success(let request):
      guard says(request) else {
        throw ProcessingError(.bug, "The file would not say what was asked for: \(path).")
      }
      return certificateRequest.map { request.proving($0.provenKey) } ?? request
    }
  }

  private func says(_ request: Request) -> Bool {
    request.subject == subject && request.system == entitlement.system
      && request.entitlement.utf8.elementsEqual(entitlement.entitlement.utf8)
      && request.duration == duration && request.starts == starts
      && request.isEmergency == isEmergency && request.publicKey?.value == publicKey?.blob
      && request.certificateRequest?.value == certificateRequest?.der
      && same(request.ticket, ticket) && same(request.reason, reason)
  }

  private func same(_ left: String?, _ right: String?) -> Bool {
    left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
  }
}
