import Documents
import Model
import Signatures
import TestSupport
import Testing

/// PyJWT and joserfc as second opinions: they may differ from ours only where ours refuses.
@Suite struct TokenOpinionTests {
  /// Mints a token by joserfc for each line `KIND CLAIMS`, and prints its key and it.
  static let minter = """
    import json, sys
    from joserfc import jwk, jws
    for line in sys.stdin.read().splitlines():
        algorithm, claims = line.split(" ", 1)
        key = {
            "RS256": lambda: jwk.RSAKey.generate_key(2048, {"kid": "k"}),
            "PS256": lambda: jwk.RSAKey.generate_key(3072, {"kid": "k"}),
            "ES256": lambda: jwk.ECKey.generate_key("P-256", {"kid": "k"}),
            "ES384": lambda: jwk.ECKey.generate_key("P-384", {"kid": "k"}),
            "EdDSA": lambda: jwk.OKPKey.generate_key("Ed25519", {"kid": "k"}),
        }[algorithm]()
        token = jws.serialize_compact(
            {"alg": algorithm, "kid": "k"}, claims.encode(), key, algorithms=[algorithm])
        print(json.dumps(key.as_dict(private=False), separators=(",", ":")), token)
    """

  /// Says of each line `ALGORITHM KEY TOKEN` what PyJWT and joserfc make of it.
  static let judge = """
    import json, sys, jwt
    from joserfc import jwk, jws
    def holds(check):
        try:
            check()
            return "good"
        except Exception:
            return "bad"
    for line in sys.stdin.read().splitlines():
        algorithm, key, token = line.split(" ")
        key = json.loads(key)
        print(
            holds(lambda: jwt.PyJWS().decode(
                token, jwt.PyJWK(key, algorithm).key, algorithms=[algorithm])),
            holds(lambda: jws.deserialize_compact(
                token, jwk.import_key(key), algorithms=[algorithm])))
    """

  func python(_ script: String, _ lines: [String]) async throws -> [[String]] {
    try await mustRun(
      "\(TestTools.folder)/python3", ["-W", "ignore", "-c", script],
      input: Array(lines.map { $0 + "\n" }.joined().utf8)
    ).text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  func isGood(_ token: String, by key: String, _ algorithm: TokenAlgorithm) throws -> Bool {
    let set = try TokenKeySet(parsing: Array("{\"keys\":[\(key)]}".utf8))
    let verifier = try TokenVerifier(keys: set.keys, allowing: [algorithm])
    do throws(TokenFault) {
      if case .good = verifier.verify(try SignedToken(Array(token.utf8))) { return true }
      return false
    } catch {
      return false
    }
  }

  @Test("what joserfc signs is good, in all algorithms")
  func minted() async throws {
    let lines = TokenAlgorithm.allCases.map { #"\#($0.rawValue) {"sub": "é", "n": 1}"# }
    let minted = try await python(Self.minter, lines)
    try #require(minted.count == lines.count)
    for (algorithm, pair) in zip(TokenAlgorithm.allCases, minted) {
      #expect(try isGood(pair[1], by: pair[0], algorithm), "\(algorithm)")
    }
  }

  @Test("what ours takes both take, changed or not", arguments: TokenAlgorithm.allCases)
  func opinions(_ algorithm: TokenAlgorithm) async throws {
    let issuer = try TokenIssuer(algorithm)
    let key = try issuer.jwk()
    let name = algorithm.rawValue
    let whole = try issuer.mint(#"{"sub":"s"}"#)
    var tokens = try [
      #"{"alg":"\#(name)"}"#, #"{"alg":"\#(name)","kid":"k1","crit":["exp"],"exp":1}"#,
      #"{"alg":"none","kid":"k1"}"#, #"{"alg":"\#(name)","alg":"none"}"#,
      #"{"alg":"\#(name)","jwk":{}}"#, #" {"alg":"\#(name)"} "#, #"{"alg":"\#(name)","b64":false}"#,
    ].map { try issuer.mint(#"{"sub":"s"}"#, header: $0) }
    tokens += [whole]
    for place in stride(from: 0, to: whole.count, by: 7) {
      for digit in "AEgz9_-=" where digit.asciiValue != whole[place] {
        var other = whole
        other[place] = digit.asciiValue ?? 0
        tokens.append(other)
      }
    }
    // Each of the last character's siblings, which differ in bits that stand for nothing.
    for digit in "ABCDEFGHIJKLMNOP" where digit.asciiValue != whole.last {
      tokens.append(whole.dropLast() + [digit.asciiValue ?? 0])
    }
    let texts = tokens.map { String(decoding: $0, as: UTF8.self) }
    let told = try await python(Self.judge, texts.map { "\(name) \(key) \($0)" })
    try #require(told.count == texts.count)
    var agreed = 0
    for (text, opinions) in zip(texts, told) where try isGood(text, by: key, algorithm) {
      #expect(opinions == ["good", "good"], "\(text)")
      agreed += 1
    }
    // Those with no `crit`, and one algorithm once.
    #expect(agreed >= 2)
  }
}
