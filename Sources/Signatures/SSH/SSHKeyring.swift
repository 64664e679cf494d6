/// Keys that were read before, so that signatures by them need not read them again.
///
/// It is a shortcut, not a list of whom to trust: a signature by any other key gets the same
/// verdict, some microseconds later (4 for RSA, 2 for ECDSA, none to speak of for Ed25519).
package struct SSHKeyring: Sendable {
  private let keys: [[UInt8]: SSHPublicKey]

  /// Makes a ring of `keys`; one that appears twice is kept once.
  package init(_ keys: some Sequence<SSHPublicKey>) {
    self.keys = Dictionary(keys.map { ($0.blob, $0) }) { first, _ in first }
  }

  subscript(blob blob: [UInt8]) -> SSHPublicKey? { keys[blob] }

  /// The verdict on a signature block over `payload`, as `SSHSignature.verify` gives it.
  package func verify(
    _ armored: [UInt8], over payload: [UInt8], namespace: String = "git"
  ) -> SSHVerdict {
    do throws(SSHError) {
      return try SSHSignature(armored: armored, known: self)
        .verify(over: payload, namespace: namespace)
    } catch {
      switch error {
      case .malformed(let fault): return .malformed(fault)
      case .unsupported(let what): return .unsupported(what)
      case .signingFailed: return .bad  // never thrown by a reader
      }
    }
  }
}
