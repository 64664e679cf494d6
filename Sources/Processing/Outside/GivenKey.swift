package import Connectors
package import Signatures

/// A private key that the owner of this machine gave, before anybody has read what it is.
package struct GivenKey: Sendable {
  /// As they were given: a secret, so it is shown nowhere.
  package let bytes: [UInt8]
  /// The file that it stands in; absent where it was given as it is.
  package let file: String?

  package init(_ bytes: [UInt8], file: String?) {
    self.bytes = bytes
    self.file = file
  }

  /// What messages call the key that signs the ledger.
  package static let processor = "The processor's key"

  /// The key, which messages call `name`.
  ///
  /// - Throws: `.wrongUsage` where it cannot be used.
  package func sshKey(called name: String) throws(ProcessingError) -> SSHPrivateKey {
    do throws(SSHError) {
      return try SSHPrivateKey(openSSH: bytes)
    } catch {
      throw ProcessingError(.wrongUsage, "\(name) cannot be used: \(error).")
    }
  }

  /// The same for the key of an X.509 certificate authority.
  package func x509Key() throws(ProcessingError) -> X509AuthorityKey {
    do throws(CertificateFault) {
      return try X509AuthorityKey(pem: bytes)
    } catch {
      throw ProcessingError(
        .wrongUsage, "The key of an X.509 certificate authority cannot be used: \(error).")
    }
  }
}
