package import Signatures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An ssh-agent that keeps private keys to itself (draft-ietf-sshm-ssh-agent).
///
/// Each question has a connection of its own, so that an agent that hangs up loses nothing.
package struct SSHAgent: Sendable {
  /// The path of its socket, as `SSH_AUTH_SOCK` has it.
  package let path: String

  /// The agent at `path`.
  package init(path: String) { self.path = path }

  /// How long one answer may take, in seconds; somebody may have to touch a security key.
  private static let patience = 30
  /// The longest answer that is read, in bytes, as OpenSSH's agent has it.
  private static let longestAnswer = 256 * 1024

  private enum Message {
    static let failure: UInt8 = 5
    static let requestIdentities: UInt8 = 11
    static let identities: UInt8 = 12
    static let signRequest: UInt8 = 13
    static let signature: UInt8 = 14
  }

  #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  #else
    private static let stream = SOCK_STREAM | SOCK_CLOEXEC
  #endif

  /// Asks for a SHA-512 signature by an RSA key; other keys take no notice.
  private static let rsaSHA512: UInt32 = 4

  /// The public keys that it signs for, in wire form.
  package func keys() throws(SSHAgentFault) -> [[UInt8]] {
    try Self.keys(in: try ask([Message.requestIdentities]))
  }

  /// The public keys that `answer`, without its length, lists.
  package static func keys(in answer: [UInt8]) throws(SSHAgentFault) -> [[UInt8]] {
    var answer = try content(of: answer, expecting: Message.identities)
    return try reading { () throws(SSHError) in
      var keys: [[UInt8]] = []
      for _ in 0..<(try answer.uint32()) {
        keys.append(Array(try answer.string()))
        _ = try answer.string()  // the comment
      }
      return keys
    }
  }

  /// A signature over `bytes` by `key`, as RFC 4253 section 6.6 encodes it.
  package func sign(_ bytes: [UInt8], with key: SSHPublicKey) throws(SSHAgentFault) -> [UInt8] {
    var question = SSHWireWriter()
    question.byte(Message.signRequest)
    question.string(key.blob)
    question.string(bytes)
    question.uint32(Self.rsaSHA512)
    return try Self.signature(in: try ask(question.bytes))
  }

  /// The signature that `answer`, without its length, holds.
  package static func signature(in answer: [UInt8]) throws(SSHAgentFault) -> [UInt8] {
    var answer = try content(of: answer, expecting: Message.signature)
    return try reading { () throws(SSHError) in Array(try answer.string()) }
  }

  private static func reading<Value>(
    _ body: () throws(SSHError) -> Value
  ) throws(SSHAgentFault) -> Value {
    do throws(SSHError) {
      return try body()
    } catch {
      throw .nonsense
    }
  }

  /// What an answer of the kind `kind` holds.
  private static func content(
    of answer: [UInt8], expecting kind: UInt8
  ) throws(SSHAgentFault) -> SSHWireReader {
    var answer = SSHWireReader(answer)
    let found = try reading { () throws(SSHError) in try answer.byte() }
    guard found != Message.failure else { throw .refused }
    guard found == kind else { throw .nonsense }
    return answer
  }

  private func ask(_ question: [UInt8]) throws(SSHAgentFault) -> [UInt8] {
    let descriptor = try connected()
    defer { close(descriptor) }
    var frame = SSHWireWriter()
    frame.string(question)
    try write(frame.bytes, to: descriptor)
    let length = try read(4, from: descriptor).reduce(0) { $0 << 8 | Int($1) }
    guard (1...Self.longestAnswer).contains(length) else { throw .nonsense }
    return try read(length, from: descriptor)
  }

  /// A connection on which neither side can make the other wait for ever.
  private func connected() throws(SSHAgentFault) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let isShort = withUnsafeMutableBytes(of: &address.sun_path) { room in
      // The byte behind the path stays zero.
      guard bytes.count < room.count, !bytes.contains(0) else { return false }
      room.copyBytes(from: bytes)
      return true
    }
    guard isShort else { throw .unreachable }
    let descriptor = socket(AF_UNIX, Self.stream, 0)
    guard descriptor >= 0 else { throw .unreachable }
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    let outcome = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard outcome == 0 else {
      close(descriptor)
      throw .unreachable
    }
    return descriptor
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(SSHAgentFault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // An agent that hangs up must be an error, not the end of this process.
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .brokeOff }
      rest = rest.dropFirst(count)
    }
  }

  private func read(_ count: Int, from descriptor: Int32) throws(SSHAgentFault) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, 0)
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw .brokeOff }
      filled += got
    }
    return bytes
  }
}

/// Why an agent gave no answer.
package enum SSHAgentFault: Error, Sendable, Hashable {
  case unreachable, refused, nonsense, brokeOff
}

extension SSHAgentFault: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .unreachable: "the ssh-agent cannot be reached"
    case .refused: "the ssh-agent refused to sign"
    case .nonsense: "the ssh-agent answered what no agent answers"
    case .brokeOff: "the ssh-agent broke off, or did not answer in time"
    }
  }
}
