import Documents
import Model
import TestSupport
import Testing

/// `bytes` with one to four bytes changed, put in, taken out or repeated.
func mutated(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
  let telling = Array("[]{}&*!|>%@`'\"#:,-?~<\n\t\r \\0aA\u{85}".utf8)
  var result = bytes
  for _ in 0..<Int.random(in: 1...4, using: &random) {
    let place = result.isEmpty ? 0 : Int.random(in: 0..<result.count, using: &random)
    let byte =
      Bool.random(using: &random)
      ? UInt8.random(in: 0...255, using: &random) : telling.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<4, using: &random) {
    case 0 where !result.isEmpty: result[place] = byte
    case 1: result.insert(byte, at: place)
    case 2 where !result.isEmpty: result.remove(at: place)
    default:
      let end = min(result.count, place + Int.random(in: 1...40, using: &random))
      result.insert(contentsOf: result[place..<end], at: place)
    }
  }
  return result
}

@Suite("Documents with random damage")
struct MutationTests {
  @Test("Reading ends in a value or in faults of the file, never in a crash", arguments: 0..<6)
  func mutations(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for one in CompleteDocument.all {
      for _ in 0..<40 {
        let bytes = mutated(Array((one.text + "\n").utf8), &random)
        let path = RepositoryPath(one.path)
        let faults: DocumentFaults?
        switch one.path.prefix(while: { $0 != "/" }) {
        case "requests": faults = failure(readRequest(bytes, at: path))
        case "reviews": faults = failure(readSignOff(bytes, at: path))
        default: faults = failure(readPolicyDocument(bytes, at: path))
        }
        guard let faults else {
          // What was taken is text without anything hidden, and says the same when read again.
          #expect(String(validating: bytes, as: UTF8.self) != nil)
          #expect(!bytes.contains { $0 != 0x0A && $0 < 0x20 })
          continue
        }
        #expect(!faults.reasons.isEmpty)
        for reason in faults.reasons {
          #expect(reason.code == .invalidDocument)
          #expect(reason.file == one.path)
          #expect(!reason.message.isEmpty)
          #expect(reason.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{7F}" })
          let lines = bytes.count { $0 == 0x0A } + 1
          #expect((1...lines).contains(reason.line ?? 1))
          #expect((reason.column ?? 1) >= 1)
        }
        let places = faults.reasons.map { ($0.line ?? 0, $0.column ?? 0) }
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 })
      }
    }
  }

  @Test("A request never changes its meaning unseen: what is taken differs where the bytes do")
  func meaning() throws {
    let original = try request(RequestReaderTests.example).get()
    var random = SplitMix64(seed: 99)
    var taken = 0
    for _ in 0..<1000 {
      let bytes = mutated(Array(RequestReaderTests.example.utf8), &random)
      let path = RepositoryPath("requests/billing-db/one.yaml")
      guard let value = try? readRequest(bytes, at: path).get() else { continue }
      taken += 1
      // The subject and the entitlement of a request that is taken stand in its bytes.
      #expect(holds(bytes, value.subject.text) && holds(bytes, value.entitlement))
      if bytes == Array(RequestReaderTests.example.utf8) { #expect(value == original) }
    }
    #expect(taken > 50)
  }

  private func holds(_ bytes: [UInt8], _ text: String) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(text)
  }

  private func failure<Value>(_ result: Result<Value, DocumentFaults>) -> DocumentFaults? {
    if case .failure(let faults) = result { faults } else { nil }
  }
}
