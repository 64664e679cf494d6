import Model

/// Reads an issuer's public keys, which stand in a file of their own as the issuer publishes them.
func readTokenKeys(_ bytes: [UInt8], _ findings: inout Findings) -> TokenKeySet? {
  guard bytes.count <= Limits.file else {
    findings.fault(
      tooLarge(bytes.count), at: nil, hint: "a document has at most \(Limits.file) bytes")
    return nil
  }
  do throws(TokenKeySetFault) {
    return try TokenKeySet(parsing: bytes)
  } catch {
    switch error {
    case .notJSON:
      findings.fault(
        "the file is no JSON, or has a name twice in an object", at: nil,
        hint: "save what the issuer publishes as it is")
    case .noKeys:
      findings.fault(
        "the file has no list `keys`, where a set of keys has one (RFC 7517)", at: nil,
        hint: "save what the issuer publishes as it is")
    case .empty:
      findings.fault(
        "the file has no key", at: nil, hint: "save what the issuer publishes as it is")
    case .keys(let keys):
      for key in keys {
        findings.fault(
          "key \(key.number) cannot be pinned: \(key.fault)", at: nil, hint: mend(key.fault))
      }
    }
    return nil
  }
}

private func mend(_ fault: JWKFault) -> String {
  switch fault {
  case .privateKey, .symmetric:
    "whoever can read the repository has it: let the issuer make another, and pin its public half"
  case .sameName: "keep one of the two"
  case .rsaSize, .invalidPoint: "let the issuer sign by another key"
  case .notAnObject, .missingMember, .wrongMember: "save what the issuer publishes as it is"
  }
}
