import FoundationEssentials
import Model

/// The one form of JSON that the ledger holds: for people and `jq` to read, for git to compare.
enum LedgerJSON {
  /// The value with sorted keys, indented, with a newline at the end.
  ///
  /// - Throws: `.inconsistent` for what no reader would take. `Bounds` keep every record far below that.
  static func encode(_ value: some Encodable) throws(LedgerError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let bytes: [UInt8]
    do {
      bytes = Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      throw LedgerError(.inconsistent, "a record cannot be written as JSON: \(error)")
    }
    guard bytes.count <= Bounds.record else {
      throw LedgerError(.inconsistent, "a record of \(bytes.count) bytes could not be read again")
    }
    return bytes
  }

  /// The value that `bytes` hold; `what` says in the error whose they are.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], as what: @autoclosure () -> String
  ) throws(LedgerError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw LedgerError(.unreadable, "\(what()) cannot be read: \(harmless(fault(error)))")
    }
  }

  private static func fault(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "not JSON" }
    let context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "not JSON")
      }
    let path = context.codingPath.map { key in key.intValue.map(String.init) ?? key.stringValue }
    return (path + [context.debugDescription]).joined(separator: ": ")
  }
}
