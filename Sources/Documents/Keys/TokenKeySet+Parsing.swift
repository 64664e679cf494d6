package import Model

extension TokenKeySet {
  /// Reads the file strictly: no key is left out because it could not be read.
  package init(parsing bytes: [UInt8]) throws(TokenKeySetFault) {
    guard let tree = JSONTree(parsing: bytes) else { throw .notJSON }
    guard case .array(let elements) = tree.member("keys") else { throw .noKeys }
    guard !elements.isEmpty else { throw .empty }
    var keys: [TokenKey] = []
    var faults: [TokenKeySetFault.Key] = []
    for (place, element) in elements.enumerated() {
      do throws(JWKFault) {
        let key = try TokenKey(jwk: element)
        if let kid = key.kid, keys.contains(where: { $0.isCalled(kid) }) { throw .sameName }
        keys.append(key)
      } catch {
        faults.append(TokenKeySetFault.Key(number: place + 1, fault: error))
      }
    }
    guard faults.isEmpty else { throw .keys(faults) }
    self.init(keys: keys)
  }
}
