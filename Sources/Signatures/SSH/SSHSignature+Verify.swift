import Model

extension SSHSignature {
  /// The verdict on a signature block over `payload`.
  ///
  /// `payload` is exactly what was signed: for a commit its raw bytes without the `gpgsig` header.
  /// The namespace must be the one expected, or a signature over a file could pass for one over a
  /// commit. The verdict never says whose key it is or whether it may sign.
  package static func verify(
    _ armored: [UInt8], over payload: [UInt8], namespace: String = "git"
  ) -> SSHVerdict {
    SSHKeyring([]).verify(armored, over: payload, namespace: namespace)
  }

  /// The verdict on this signature over `payload`, as the static function gives it.
  package func verify(over payload: [UInt8], namespace: String = "git") -> SSHVerdict {
    guard self.namespace.elementsEqual(namespace.utf8) else {
      return .wrongNamespace(found: shortlyEscaped(self.namespace))
    }
    if let weakness = claimedKey.weakness ?? certificate?.weakness { return .weakKey(weakness) }
    if proof.type == .rsaSHA1 { return .weakKey(.sha1Signature) }
    let message = hash.message(for: payload, namespace: self.namespace)
    guard claimedKey.accepts(proof, over: message) else { return .bad }
    return .good(SSHVerified(key: claimedKey, flags: proof.flags))
  }
}
