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
      bytes = harmless(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      throw LedgerError(.inconsistent, "a record cannot be written as JSON: \(error)")
    }
    guard bytes.count <= Bounds.record else {
      throw LedgerError(.inconsistent, "a record of \(bytes.count) bytes could not be read again")
    }
    return bytes
  }

  /// The same JSON without a character that hides or reorders text: `git log -p` shows records to terminals.
  ///
  /// The encoder escapes those of ASCII but DEL. Outside of strings JSON has no other, so that each can be
  /// written `\uXXXX`.
  private static func harmless(_ json: Data) -> [UInt8] {
    guard json.contains(where: { $0 >= 0x7F }) else { return Array(json) }
    var output: [UInt8] = []
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if scalar.value >= 0x7F, HarmfulText.isHidden(scalar) {
        for unit in scalar.utf16 {
          output += "\\u\(hexadecimal([UInt8(unit >> 8), UInt8(unit & 0xFF)]))".utf8
        }
      } else {
        output += scalar.utf8
      }
    }
    return output
  }

  /// The value that `bytes` hold; `what` says in the error whose they are.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], as what: @autoclosure () -> String
  ) throws(LedgerError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw LedgerError(.unreadable, "\(what()) cannot be read: \(recordedText(fault(error)))")
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
