import Documents
import Model
import Signatures
import TestSupport
import Testing

/// What may be pinned as an issuer's key.
@Suite struct TokenKeyTests {
  func keys(_ text: String) throws -> [TokenKey] {
    try TokenKeySet(parsing: Array(text.utf8)).keys
  }

  @Test("a set of keys of every kind, with others that are for nothing here")
  func kinds() throws {
    let issuers = try TokenAlgorithm.allCases.map { try TokenIssuer($0, kid: $0.rawValue) }
    let others = [
      #"{"kty":"EC","crv":"P-521","kid":"a","x":"AA","y":"AA"}"#,
      #"{"kty":"OKP","crv":"X25519","kid":"b","x":"AA"}"#, #"{"kty":"AKP","kid":"c"}"#,
    ]
    let text = (try issuers.map { try $0.jwk() } + others).joined(separator: ",")
    let read = try keys(#"{"keys":[\#(text)],"more":1}"#)
    #expect(
      read.map(\.algorithms) == [
        [.rs256, .ps256], [.rs256, .ps256], [.es256], [.es384], [.edDSA], [], [], [],
      ])
    #expect(throws: Never.self) { try TokenVerifier(keys: read, allowing: [.es256]) }
  }

  /// Keys at fault, in the place of the whole key.
  static let faulty: [(key: String, fault: JWKFault)] = [
    ("[]", .notAnObject), ("{}", .missingMember("kty")), (#"{"kty":1}"#, .wrongMember("kty")),
    (#"{"kty":"oct","k":"AAAA"}"#, .symmetric),
    (#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#, .wrongMember("x")),
    (#"{"kty":"OKP","crv":"Ed25519"}"#, .missingMember("x")),
    (#"{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}"#, .privateKey("d")),
    (#"{"kty":"EC","x":"AA","y":"AA"}"#, .missingMember("crv")),
    (#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#, .wrongMember("x")),
    (#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#, .rsaSize(bits: 17)),
    (#"{"kty":"AKP","kid":""}"#, .wrongMember("kid")),
    (#"{"kty":"AKP","kid":1}"#, .wrongMember("kid")),
    (#"{"kty":"AKP","key_ops":"verify"}"#, .wrongMember("key_ops")),
  ]

  @Test("secrets, other sizes and what is no key are refused", arguments: faulty.indices)
  func faults(_ number: Int) {
    let (key, fault) = Self.faulty[number]
    #expect(throws: TokenKeySetFault.keys([.init(number: 1, fault: fault)])) {
      try keys(#"{"keys":[\#(key)]}"#)
    }
    #expect(!fault.description.isEmpty)
  }

  @Test("RSA between 2048 and 8192 bits, odd and in its shortest form")
  func sizes() {
    func number(_ bits: Int, last: UInt8 = 1) -> String {
      var bytes = [UInt8](repeating: 0, count: (bits + 7) / 8)
      bytes[0] = 1 << UInt8((bits - 1) % 8)
      bytes[bytes.count - 1] = last
      return String(decoding: Base64.encodeURL(bytes), as: UTF8.self)
    }
    func key(_ n: String, e: String = "AQAB") -> String {
      #"{"keys":[{"kty":"RSA","n":"\#(n)","e":"\#(e)"}]}"#
    }
    for bits in [2048, 2049, 4096, 8192] {
      #expect(throws: Never.self) { try keys(key(number(bits))) }
    }
    for (text, fault) in [
      (key(number(2047)), JWKFault.rsaSize(bits: 2047)), (key(number(8193)), .rsaSize(bits: 8193)),
      (key(number(2048, last: 2)), .wrongMember("n")),
      (key("AA" + number(2048)), .wrongMember("n")),
      (key(number(2048), e: "AQ"), .wrongMember("e")),
      (key(number(2048), e: "Ag"), .wrongMember("e")),
      (key(number(2048), e: "AQAAAAAB"), .wrongMember("e")),
    ] {
      #expect(throws: TokenKeySetFault.keys([.init(number: 1, fault: fault)])) { try keys(text) }
    }
  }

  @Test("a set is one object with keys, each name once")
  func sets() throws {
    for text in ["", "[]", "{}", #"{"keys":{}}"#, #"{"Keys":[]}"#, #"{"keys":[]}"#] {
      #expect(throws: TokenKeySetFault.self, "\(text)") { try keys(text) }
    }
    let key = try TokenIssuer().jwk()
    #expect(throws: TokenKeySetFault.keys([.init(number: 2, fault: .sameName)])) {
      try keys(#"{"keys":[\#(key),\#(key)]}"#)
    }
    #expect(throws: TokenKeySetFault.notJSON) { try keys(#"{"keys":[\#(key)],"keys":[]}"#) }
  }

  @Test("a point off its curve, or for which everybody can sign, is no key")
  func points() throws {
    let (x, zero) = (
      String(decoding: Base64.encodeURL([UInt8](repeating: 7, count: 32)), as: UTF8.self),
      String(decoding: Base64.encodeURL([UInt8](repeating: 0, count: 32)), as: UTF8.self)
    )
    for key in [
      #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(x)"}"#,
      #"{"kty":"OKP","crv":"Ed25519","x":"\#(zero)"}"#,
    ] {
      let read = try keys(#"{"keys":[\#(key)]}"#)
      #expect(throws: TokenKeySetFault.keys([.init(number: 1, fault: .invalidPoint)])) {
        try TokenVerifier(keys: read, allowing: TokenAlgorithm.allCases)
      }
    }
  }
}
