/// A claim with the value that it must have.
package struct PinnedClaim: Hashable, Sendable {
  package let name: String
  package let value: Value

  /// A value, compared with its type: the text `1` is no number, and lists are never equal.
  package indirect enum Value: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    /// Claims within the claim.
    case claims([PinnedClaim])
  }

  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}

extension [PinnedClaim] {
  /// By bytes: `String` takes two spellings of an accent for one.
  func isSame(as other: [PinnedClaim]) -> Bool {
    count == other.count
      && zip(self, other).allSatisfy { one, two in
        guard one.name.utf8.elementsEqual(two.name.utf8) else { return false }
        return switch (one.value, two.value) {
        case (.text(let one), .text(let two)): one.utf8.elementsEqual(two.utf8)
        case (.claims(let one), .claims(let two)): one.isSame(as: two)
        default: one.value == two.value
        }
      }
  }

  /// Whether some claims could be what both ask for.
  func agree(with other: [PinnedClaim]) -> Bool {
    allSatisfy { claim in
      guard let same = other.first(where: { $0.name.utf8.elementsEqual(claim.name.utf8) }) else {
        return true
      }
      switch (claim.value, same.value) {
      case (.text(let one), .text(let two)): return one.utf8.elementsEqual(two.utf8)
      case (.integer(let one), .integer(let two)): return one == two
      case (.boolean(let one), .boolean(let two)): return one == two
      case (.claims(let one), .claims(let two)): return one.agree(with: two)
      default: return false
      }
    }
  }

  /// The first claim of which `token`, an object, says something else, by its path; nil where it meets them all.
  package func difference(from token: JSONTree) -> ClaimDifference? {
    for claim in self {
      let said = token.member(claim.name)
      if case .claims(let inner) = claim.value, let said, case .object = said {
        guard let found = inner.difference(from: said) else { continue }
        return ClaimDifference(
          path: [claim.name] + found.path, expected: found.expected, found: found.found)
      }
      let isEqual =
        switch (claim.value, said) {
        case (.text(let one), .string(let two)?): one.utf8.elementsEqual(two.utf8)
        case (.integer(let one), .integer(let two)?): one == two
        case (.boolean(let one), .bool(let two)?): one == two
        default: false
        }
      if !isEqual {
        return ClaimDifference(path: [claim.name], expected: claim.value, found: said)
      }
    }
    return nil
  }

  /// The paths of all single values, such as `kubernetes.io/namespace`, each with what it must be.
  package var leaves: [(path: [String], value: PinnedClaim.Value)] {
    flatMap { claim -> [(path: [String], value: PinnedClaim.Value)] in
      guard case .claims(let inner) = claim.value else { return [([claim.name], claim.value)] }
      return inner.leaves.map { ([claim.name] + $0.path, $0.value) }
    }
  }
}

/// A claim that is not what an entry asks for.
package struct ClaimDifference: Hashable, Sendable {
  package let path: [String]
  package let expected: PinnedClaim.Value
  /// What the token has there; nil for nothing.
  package let found: JSONTree?

  package init(path: [String], expected: PinnedClaim.Value, found: JSONTree?) {
    self.path = path
    self.expected = expected
    self.found = found
  }
}
