/// The keys of one issuer, in the order of their file (RFC 7517 section 5).
package struct TokenKeySet: Hashable, Sendable {
  package let keys: [TokenKey]

  package init(keys: [TokenKey]) { self.keys = keys }
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
