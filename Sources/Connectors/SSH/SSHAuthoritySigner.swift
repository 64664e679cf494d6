package import Signatures

/// Who signs for a certificate authority.
package enum SSHAuthoritySigner: Sendable {
  /// A private key in this process.
  case key(SSHPrivateKey)
  /// An agent that keeps the private key of `authority` to itself.
  case agent(SSHAgent, authority: SSHPublicKey)

  /// The authority's public key.
  package var authority: SSHPublicKey {
    switch self {
    case .key(let key): key.publicKey
    case .agent(_, let authority): authority
    }
  }

  /// The signature over `bytes`, as RFC 4253 section 6.6 encodes it.
  package func sign(_ bytes: [UInt8]) throws(CertificateFault) -> [UInt8] {
    switch self {
    case .key(let key):
      do throws(SSHError) {
        return try key.signature(over: bytes)
      } catch {
        throw .key(error)
      }
    case .agent(let agent, let authority):
      do throws(SSHAgentFault) {
        return try agent.sign(bytes, with: authority)
      } catch {
        throw .agent(error)
      }
    }
  }
}
