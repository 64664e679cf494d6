import Model
import TestSupport

extension AccessRepository {
  /// The claims of a token, each as the JSON that stands there.
  typealias TokenMembers = [(name: String, json: String)]

  /// Where the token of `request` lies.
  static func tokenPath(of request: Request) -> String {
    String(request.path.dropLast(".yaml".count)) + ".jwt"
  }

  /// What a token of `request` must have as audience here, or in a repository with another anchor.
  func audience(of request: Request, anchor other: String? = nil) async throws -> String {
    let blob = try await sandbox.git("hash-object", "--stdin", input: Array(request.text.utf8))
    let text = [other ?? anchor, request.path, blob].joined(separator: "\0")
    let digest = try await mustRun("sha256sum", input: Array(text.utf8)).text
    return "countersign:" + digest.prefix(64)
  }

  /// The claims of a token that signs `request`.
  func claims(
    for request: Request, issued: Instant = .drill(.minutes(-10))
  ) async throws -> TokenMembers {
    [
      ("iss", #""https://ci.example""#), ("aud", "\"\(try await audience(of: request))\""),
      ("sub", #""job:etl""#), ("jti", #""t-1""#), ("iat", "\(issued.seconds)"),
      ("exp", "\(issued.seconds + 300)"), ("repository_id", #""1""#),
      ("kubernetes.io", #"{"namespace":"etl","pod":{"name":"etl-7"}}"#),
    ]
  }

  /// The token file of `members` by `issuer`.
  static func token(
    _ members: TokenMembers, by issuer: TokenIssuer, header: String? = nil
  ) throws -> String {
    let claims = members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",")
    return String(decoding: try issuer.mint("{\(claims)}", header: header), as: UTF8.self) + "\n"
  }
}
