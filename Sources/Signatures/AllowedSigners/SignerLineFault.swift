/// Why a line of an allowed_signers file does not count.
///
/// OpenSSH skips such lines, and so do we; each is told, since a key that silently does not count is
/// looked for in the wrong place. The texts hold what the file says in escaped form (`printable`).
package enum SignerLineFault: Error, Sendable, Hashable {
  case quoteMissing
  case keyMissing
  case invalidKey(SSHError)
  case unknownOption(String)
  case repeatedOption(String)
  case optionMissing
  case invalidTime(String, String)
  case neverValid
  case nulByte
}

extension SignerLineFault: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .quoteMissing: "a double quote is missing"
    case .keyMissing: "principals, options if any, and a key are expected"
    case .invalidKey(let error): "no key that can be used: \(error)"
    case .unknownOption(let text):
      "\(text) is no option here; known are cert-authority, namespaces=\"…\", valid-after=\"…\" and "
        + "valid-before=\"…\""
    case .repeatedOption(let name): "\(name) is given twice"
    case .optionMissing: "an option is missing behind the last comma"
    case .invalidTime(let name, let text):
      "\(name) is no time: \(text); expected is YYYYMMDD[HHMM[SS]][Z]"
    case .neverValid: "valid-before is not after valid-after"
    case .nulByte: "a NUL byte"
    }
  }
}
