import Git
import Model
import Signatures
import TestSupport

extension World {
  /// `request` of the workload that its platform vouches for, mostly with a token that signs it.
  func tokened(_ request: Request) throws -> [TreeChange] {
    let blob = try repository.write(Array(request.text.utf8), as: .blob)
    var files: [TreeChange] = [.put(blob, at: request.path)]
    let job = pick(["1", "1", "1", "2", nil])
    tell("a token of job \(job ?? "none")")
    guard let job else { return files }
    let text =
      Array("\(anchor)".utf8) + [0] + Array(request.path.utf8) + [0] + Array("\(blob)".utf8)
    let claims = """
      {"iss":"https://ci.example","aud":"countersign:\(hexadecimal(sha256(text)))","sub":"job:etl",\
      "jti":"t-1","iat":\(now.seconds),"exp":\(now.seconds + 300),"repository_id":"\(job)"}
      """
    let token = try keys.issuer.mint(claims) + [UInt8(ascii: "\n")]
    files.append(
      .put(
        try repository.write(token, as: .blob),
        at: String(request.path.dropLast(".yaml".count)) + ".jwt"))
    return files
  }
}
