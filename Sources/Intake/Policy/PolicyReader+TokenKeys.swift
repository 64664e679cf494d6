internal import Model
internal import Signatures

extension PolicyReader {
  /// The fault of an issuer's keys whose numbers are no keys.
  static func fault(of keys: TokenKeySet, at path: RepositoryPath) -> Reason? {
    do throws(TokenKeySetFault) {
      _ = try TokenVerifier(keys: keys.keys, allowing: TokenAlgorithm.allCases)
      return nil
    } catch {
      guard case .keys(let faults) = error, let key = faults.first else { return nil }
      return Reason(
        .invalidDocument, "key \(key.number) cannot be pinned: \(key.fault)",
        at: SourceLocation(file: "\(path)"), hint: "let the issuer sign by another key")
    }
  }
}
