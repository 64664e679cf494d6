package import Signatures

/// Why a grant has no certificates, or not those that follow from its record.
package enum CertificateFault: Error, Sendable, Hashable {
  /// A key or a certificate cannot be read, or no signature made.
  case key(SSHError)
  /// The certificates do not say what the grant's record says.
  case otherwise
  /// The agent did not sign.
  case agent(SSHAgentFault)
  /// An X.509 authority's certificate or key cannot be used.
  case x509(X509Fault)
}

extension CertificateFault: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .key(let error): error.description
    case .otherwise: "the certificates do not say what the grant's record says"
    case .agent(let fault): fault.description
    case .x509(let fault): fault.description
    }
  }
}
