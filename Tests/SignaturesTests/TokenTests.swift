import Documents
import Model
import Signatures
import TestSupport
import Testing

/// Tokens of every algorithm, and what becomes of them when anything is changed.
@Suite struct TokenTests {
  static let claims =
    #"{"iss":"https://ci.example","sub":"repo:acme/etl","n":9007199254740993,"ok":true}"#

  func verifier(
    _ issuers: [TokenIssuer], allowing: [TokenAlgorithm] = TokenAlgorithm.allCases,
    extra: String = ""
  ) throws -> TokenVerifier {
    let keys = try issuers.map { try $0.jwk(extra: extra) }.joined(separator: ",")
    let set = try TokenKeySet(parsing: Array("{\"keys\":[\(keys)]}".utf8))
    return try TokenVerifier(keys: set.keys, allowing: allowing)
  }

  @Test("a token of each algorithm is good", arguments: TokenAlgorithm.allCases)
  func good(_ algorithm: TokenAlgorithm) throws {
    let issuer = try TokenIssuer(algorithm)
    let bytes = try issuer.mint(Self.claims)
    for text in [bytes, bytes + [0x0A]] {
      guard case .good(let token) = try verifier([issuer]).verify(SignedToken(text)) else {
        Issue.record("not good")
        continue
      }
      #expect(token.key.kid == "k1")
      #expect(token.claims.member("sub") == .string("repo:acme/etl"))
      #expect(token.claims.member("n") == .integer(9_007_199_254_740_993))
    }
    #expect(throws: TokenFault.notBase64(.signature)) { try SignedToken(bytes + [0x0A, 0x0A]) }
    #expect(throws: TokenFault.notBase64(.signature)) { try SignedToken(bytes + [0x0D, 0x0A]) }
  }

  @Test("every changed bit is noticed", arguments: TokenAlgorithm.allCases)
  func mutations(_ algorithm: TokenAlgorithm) throws {
    let issuer = try TokenIssuer(algorithm)
    let bytes = try issuer.mint(#"{"iss":"https://ci.example","sub":"s"}"#)
    let verifier = try verifier([issuer])
    func isGood(_ bytes: [UInt8]) -> Bool {
      do throws(TokenFault) {
        if case .good = verifier.verify(try SignedToken(bytes)) { return true }
        return false
      } catch {
        return false
      }
    }
    #expect(isGood(bytes))
    for place in bytes.indices {
      for bit in 0..<8 {
        var other = bytes
        other[place] ^= 1 << UInt8(bit)
        #expect(!isGood(other), "bit \(bit) of byte \(place)")
      }
      var shorter = bytes
      shorter.remove(at: place)
      #expect(!isGood(shorter), "without byte \(place)")
      #expect(!isGood(Array(bytes[..<place])), "cut at \(place)")
    }
    #expect(!isGood(bytes + [UInt8(ascii: "A")]))
    #expect(!isGood(bytes + [UInt8(ascii: "=")]))
  }

  /// Headers and claims of a token that its key signed, and why it is none.
  static let refused: [(header: String, claims: String, fault: TokenFault)] = [
    (#"{"alg":"none","kid":"k1"}"#, "{}", .algorithm("none")),
    (#"{"alg":"HS256","kid":"k1"}"#, "{}", .algorithm("HS256")),
    (#"{"alg":"es256","kid":"k1"}"#, "{}", .algorithm("es256")),
    (#"{"alg":"ES256\u0000","kid":"k1"}"#, "{}", .algorithm("ES256\\x00")),
    (#"{"alg":["ES256"],"kid":"k1"}"#, "{}", .noAlgorithm),
    (#"{"ALG":"ES256","kid":"k1"}"#, "{}", .noAlgorithm),
    (#"{"kid":"k1"}"#, "{}", .noAlgorithm),
    (#"{"alg":"ES256","kid":1}"#, "{}", .wrongKeyName),
    (#"{"alg":"ES256","kid":null}"#, "{}", .wrongKeyName),
    (#"{"alg":"ES256","crit":[],"kid":"k1"}"#, "{}", .critical),
    (#"{"alg":"ES256","crit":["b64"],"b64":false,"kid":"k1"}"#, "{}", .critical),
    (#"{"alg":"ES256","b64":false,"kid":"k1"}"#, "{}", .critical),
    (#"{"alg":"ES256","alg":"ES256","kid":"k1"}"#, "{}", .notAnObject(.header)),
    (#"{"alg":"ES256","kid":"k1"}{}"#, "{}", .notAnObject(.header)),
    (#"["alg"]"#, "{}", .notAnObject(.header)),
    (#"{"alg":"ES256","kid":"k1"}"#, "[]", .notAnObject(.claims)),
    (#"{"alg":"ES256","kid":"k1"}"#, #""text""#, .notAnObject(.claims)),
    (#"{"alg":"ES256","kid":"k1"}"#, #"{"sub":"a","sub":"b"}"#, .notAnObject(.claims)),
    (#"{"alg":"ES256","kid":"k1"}"#, #"{"a":{"x":1,"\u0078":2}}"#, .notAnObject(.claims)),
    (#"{"alg":"ES256","kid":"k1"}"#, #"{"a":1}, {"a":2}"#, .notAnObject(.claims)),
    (
      #"{"alg":"ES256","kid":"k1"}"#,
      #"{"a":"# + String(repeating: "[", count: 101) + String(repeating: "]", count: 101) + "}",
      .notAnObject(.claims)
    ),
  ]

  @Test("what two readers could read in two ways is no token", arguments: refused.indices)
  func strictness(_ number: Int) throws {
    let (header, claims, fault) = Self.refused[number]
    let token = try TokenIssuer().mint(claims, header: header)
    #expect(throws: fault) { try SignedToken(token) }
  }

  @Test("parts, padding and size")
  func form() throws {
    let issuer = try TokenIssuer()
    let token = String(decoding: try issuer.mint("{}"), as: UTF8.self)
    for text in ["", ".", "..", "a.b", "\(token).", ".\(token)", "{\"payload\":\"\"}"] {
      #expect(throws: TokenFault.notThreeParts) { try SignedToken(Array(text.utf8)) }
    }
    let parts = token.split(separator: ".").map(String.init)
    // `{}` is `e30`, which has two bits to spare, and one character of padding.
    for claims in ["e31", "e30=", "e3 0", "e30\n", "e+0", "e", "e30A"] {
      let text = "\(parts[0]).\(claims).\(parts[2])"
      #expect(throws: TokenFault.self, "\(claims)") { try SignedToken(Array(text.utf8)) }
    }
    let large = try issuer.mint(#"{"a":"\#(String(repeating: "x", count: 12_300))"}"#)
    #expect(throws: TokenFault.tooLarge(bytes: large.count)) { try SignedToken(large) }
    let fits = try issuer.mint(#"{"a":"\#(String(repeating: "x", count: 12_000))"}"#)
    #expect(fits.count < SignedToken.largest)
    guard case .good = try verifier([issuer]).verify(SignedToken(fits)) else {
      Issue.record("a large token is one")
      return
    }
  }

  @Test("a key that a token brings along means nothing")
  func broughtKeys() throws {
    let (pinned, forger) = (try TokenIssuer(), try TokenIssuer())
    let verifier = try verifier([pinned])
    for header in [
      #"{"alg":"ES256","jwk":\#(try forger.jwk())}"#,
      #"{"alg":"ES256","kid":"k1","jwk":\#(try forger.jwk())}"#,
      #"{"alg":"ES256","kid":"k1","jku":"https://evil.example/jwks"}"#,
    ] {
      #expect(verifier.verify(try SignedToken(forger.mint("{}", header: header))) == .bad)
      let own = try SignedToken(pinned.mint("{}", header: header))
      guard case .good = verifier.verify(own) else {
        Issue.record("its own signature is good: \(header)")
        continue
      }
    }
  }

  @Test("a token is one named key's; one that names none is exactly one key's")
  func keys() throws {
    let (one, two) = (try TokenIssuer(kid: "one"), try TokenIssuer(kid: "two"))
    let both = try verifier([one, two])
    let misnamed = try one.mint("{}", header: #"{"alg":"ES256","kid":"two"}"#)
    #expect(both.verify(try SignedToken(misnamed)) == .bad)
    let unknown = try one.mint("{}", header: #"{"alg":"ES256","kid":"thr\u00e9e"}"#)
    #expect(both.verify(try SignedToken(unknown)) == .unknownKey("thr\\xc3\\xa9e"))
    let nameless = try SignedToken(one.mint("{}", header: #"{"alg":"ES256"}"#))
    guard case .good(let verified) = both.verify(nameless) else {
      Issue.record("one key made it")
      return
    }
    #expect(verified.key.kid == "one")
    #expect(try verifier([two]).verify(nameless) == .bad)
    let again =
      #"{"keys":[\#(try one.jwk()),\#(try one.jwk().replacing("\"one\"", with: "\"1\""))]}"#
    let twice = try TokenVerifier(
      keys: TokenKeySet(parsing: Array(again.utf8)).keys, allowing: [.es256])
    #expect(twice.verify(nameless) == .ambiguousKey)
  }

  @Test("an algorithm counts that the issuer's file names and the key is for")
  func algorithms() throws {
    let issuer = try TokenIssuer(.rs256)
    let token = try SignedToken(issuer.mint("{}"))
    #expect(
      try verifier([issuer], allowing: [.es256]).verify(token) == .algorithmNotAllowed(.rs256))
    for extra in [
      #","alg":"PS256""#, #","alg":"RS512""#, #","use":"enc""#, #","key_ops":["encrypt"]"#,
    ] {
      #expect(
        try verifier([issuer], extra: extra).verify(token) == .algorithmNotOfKey(.rs256), "\(extra)"
      )
    }
    for extra in [#","alg":"RS256","use":"sig""#, #","key_ops":["verify"]"#, #","x5c":["AAAA"]"#] {
      guard case .good = try verifier([issuer], extra: extra).verify(token) else {
        Issue.record("good: \(extra)")
        continue
      }
    }
    // The same key, the other padding.
    let pss = try issuer.mint("{}", header: #"{"alg":"PS256","kid":"k1"}"#)
    #expect(try verifier([issuer]).verify(SignedToken(pss)) == .bad)
    // ES256 by the name, with a key of P-384.
    let other = try TokenIssuer(.es384).mint("{}", header: #"{"alg":"ES256","kid":"k1"}"#)
    #expect(
      try verifier([TokenIssuer(.es384)]).verify(SignedToken(other)) == .algorithmNotOfKey(.es256))
  }
}
