/// The keys of one issuer, in the order of their file (RFC 7517 section 5).
package struct TokenKeySet: Hashable, Sendable {
  package let keys: [TokenKey]

  package init(keys: [TokenKey]) { self.keys = keys }

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
    self.keys = keys
  }
}

/// Why a file holds no keys that may be pinned.
package enum TokenKeySetFault: Error, Hashable, Sendable {
  case notJSON
  case noKeys
  case empty
  /// All that are at fault.
  case keys([Key])

  /// One of them, counted from one.
  package struct Key: Hashable, Sendable {
    package let number: Int
    package let fault: JWKFault

    package init(number: Int, fault: JWKFault) {
      self.number = number
      self.fault = fault
    }
  }
}
