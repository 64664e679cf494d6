package import Model

extension SSHPublicKey {
  /// The types of key whose signatures can count.
  package typealias Algorithm = SSHKeyType
}

extension SSHKeyType {
  /// The type of that name.
  ///
  /// - Throws: `.unsupported`, which tells certificates from types that are not known.
  init(named name: ArraySlice<UInt8>) throws(SSHError) {
    if let type = SSHKeyType(name: name) {
      self = type
      return
    }
    let ending = Self.certificateEnding.utf8
    let isCertificate = name.suffix(ending.count).elementsEqual(ending)
    throw .unsupported(
      isCertificate ? .certificate(shortlyEscaped(name)) : .keyType(shortlyEscaped(name)))
  }
}
