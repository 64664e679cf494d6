import CLibGit2
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The connections that libgit2 makes: only to the origin that was meant, and never without an end.
///
/// libgit2 follows a redirect to another port of the same host, and sends there what it would have sent to
/// the first: extra headers, a token (THREATS row 69). It has no limit on a silent server before 1.7
/// (row 62). So each connection is made here, where both are known; TLS is libgit2's own, on top.
enum OriginStream {
  /// Milliseconds that one address may take to be connected to.
  private static let connectLimit: Int32 = 15_000
  #if canImport(Glibc)
    private static let streamSocket = Int32(SOCK_STREAM.rawValue)
  #else
    private static let streamSocket = SOCK_STREAM
  #endif
  /// Seconds that a server may say, or take, nothing.
  private static let silenceLimit = 60

  /// Whom a thread speaks to, and what it lets them say.
  private struct Talk {
    let address: RemoteAddress
    let limit: ReceptionLimit?
  }

  /// The talk of each thread; libgit2 hands nothing through to the functions below.
  private static let talks = Mutex<[pthread_t: Talk]>([:])

  private static var talk: Talk? { talks.withLock { $0[pthread_self()] } }

  /// Calls `body`, in which libgit2 may connect to the host and port of `address` and nowhere else.
  ///
  /// - Parameter limit: How much it may be told meanwhile; with nil as much as comes.
  static func toward<Value, Trouble: Error>(
    _ address: RemoteAddress, receiving limit: ReceptionLimit? = nil,
    _ body: () throws(Trouble) -> Value
  ) throws(Trouble) -> Value {
    if address.scheme == .https { TrustedAuthorities.read() }
    let thread = pthread_self()
    let before = talks.withLock {
      $0.updateValue(Talk(address: address, limit: limit), forKey: thread)
    }
    defer {
      talks.withLock { $0[thread] = before }
      limit?.end()
    }
    return try body()
  }

  /// Has libgit2 make its connections here.
  static func register() -> Int32 {
    var registration = git_stream_registration()
    registration.version = GIT_STREAM_VERSION
    registration.`init` = { out, host, port in OriginStream.make(out, host, port) }
    return git_stream_register(GIT_STREAM_STANDARD, &registration)
  }

  private static func make(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_stream>?>?,
    _ host: UnsafePointer<CChar>?, _ port: UnsafePointer<CChar>?
  ) -> Int32 {
    guard let out, let host, let port,
      let memory = calloc(1, MemoryLayout<cs_stream>.size)
    else { return failed("there is no memory for a connection") }
    let stream = memory.bindMemory(to: cs_stream.self, capacity: 1)
    stream.pointee.host = strdup(host)
    stream.pointee.port = strdup(port)
    stream.pointee.socket = -1
    stream.pointee.parent.version = GIT_STREAM_VERSION
    stream.pointee.parent.connect = { OriginStream.connect(OriginStream.own($0)) }
    stream.pointee.parent.read = { OriginStream.read(OriginStream.own($0), $1, $2) }
    stream.pointee.parent.write = { stream, bytes, count, _ in
      OriginStream.write(OriginStream.own(stream), bytes, count)
    }
    stream.pointee.parent.close = { OriginStream.close(OriginStream.own($0)) }
    stream.pointee.parent.free = { OriginStream.release(OriginStream.own($0)) }
    out.pointee = UnsafeMutableRawPointer(stream).assumingMemoryBound(to: git_stream.self)
    return 0
  }

  private static func own(
    _ stream: UnsafeMutablePointer<git_stream>?
  ) -> UnsafeMutablePointer<cs_stream>? {
    stream.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: cs_stream.self) }
  }

  private static func failed(_ message: String) -> Int32 {
    git_error_set_str(Int32(GIT_ERROR_NET.rawValue), message)
    return -1
  }

  // MARK: Where it may go

  /// What may be sent on a connection.
  private enum Manner: Int32 {
    case anything
    /// Records of TLS alone; anything else would be a token in clear, to the port that was meant for TLS.
    case encrypted
    /// What asks a proxy for the origin.
    case asking
    /// Records of TLS for the tunnel that was asked for, or the question again, with what the proxy wants to see.
    case tunnelled
    /// The body of what has asked a proxy for the origin, or the next such question.
    case asked
  }

  /// What may be sent to `host` and `port` at first; nil where nothing may.
  ///
  /// What is not the origin can only be a proxy of the user's, which is told the origin in clear before all else:
  /// a proxy that is itself reached by TLS cannot be told from a redirect, and is refused.
  private static func manner(_ host: String, _ port: String) -> Manner? {
    guard let origin = talk?.address else { return nil }
    if origin.isAt(host, port) { return origin.scheme == .https ? .encrypted : .anything }
    return origin.scheme == .http || origin.scheme == .https ? .asking : nil
  }

  /// Whether `bytes` may be sent, and what may be from then on.
  private static func maySend(
    _ bytes: UnsafeRawBufferPointer, _ stream: UnsafeMutablePointer<cs_stream>
  ) -> Bool {
    switch Manner(rawValue: stream.pointee.manner) {
    case .anything: return true
    case .encrypted: return isEncrypted(bytes)
    case .asking: return mayAsk(bytes, stream) ?? false
    case .tunnelled: return mayAsk(bytes, stream) ?? isEncrypted(bytes)
    case .asked: return mayAsk(bytes, stream) ?? true
    case nil: return false
    }
  }

  /// Whether `bytes` are a record of TLS (RFC 8446, section 5.1).
  private static func isEncrypted(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.first.map { 0x14...0x17 ~= $0 } ?? true
  }

  /// Whether a proxy may be asked for what `bytes` ask; nil where they begin no request.
  private static func mayAsk(
    _ bytes: UnsafeRawBufferPointer, _ stream: UnsafeMutablePointer<cs_stream>
  ) -> Bool? {
    guard let origin = talk?.address else { return false }
    switch origin.request(toProxy: bytes) {
    case .none: return nil
    case .elsewhere: return false
    case .tunnel: stream.pointee.manner = Manner.tunnelled.rawValue
    case .page: stream.pointee.manner = Manner.asked.rawValue
    }
    return true
  }

  // MARK: What libgit2 calls

  private static func connect(_ stream: UnsafeMutablePointer<cs_stream>?) -> Int32 {
    guard let stream, let hostText = stream.pointee.host, let portText = stream.pointee.port else {
      return -1
    }
    let (host, port) = (String(cString: hostText), String(cString: portText))
    guard let manner = manner(host, port) else {
      return failed("refused to go on to \(host):\(port), which is another origin")
    }
    stream.pointee.manner = manner.rawValue
    var hints = addrinfo()
    hints.ai_socktype = streamSocket
    var found: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(hostText, portText, &hints, &found)
    guard status == 0 else {
      return failed(
        "failed to resolve address for \(host): \(String(cString: gai_strerror(status)))")
    }
    defer { freeaddrinfo(found) }
    var trouble = ECONNREFUSED
    var next = found
    while let address = next?.pointee {
      next = address.ai_next
      trouble = connect(stream, to: address)
      if trouble == 0 { return 0 }
    }
    return failed("failed to connect to \(host): \(String(cString: strerror(trouble)))")
  }

  /// Zero, or the number of what went wrong.
  private static func connect(
    _ stream: UnsafeMutablePointer<cs_stream>, to address: addrinfo
  ) -> Int32 {
    let socket = socket(
      address.ai_family, address.ai_socktype, address.ai_protocol)
    guard socket >= 0 else { return errno }
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    let flags = fcntl(socket, F_GETFL)
    _ = fcntl(socket, F_SETFL, flags | O_NONBLOCK)
    var trouble: Int32 = 0
    #if canImport(Glibc)
      let begun = Glibc.connect(socket, address.ai_addr, address.ai_addrlen)
    #else
      let begun = Musl.connect(socket, address.ai_addr, address.ai_addrlen)
    #endif
    if begun != 0 {
      trouble = errno
      if trouble == EINPROGRESS {
        var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        trouble = ETIMEDOUT
        if poll(&waiting, 1, connectLimit) == 1 {
          var size = socklen_t(MemoryLayout<Int32>.size)
          guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &trouble, &size) == 0 else {
            trouble = errno
            closeDescriptor(socket)
            return trouble
          }
        }
      }
    }
    guard trouble == 0 else {
      closeDescriptor(socket)
      return trouble
    }
    _ = fcntl(socket, F_SETFL, flags)
    var limit = timeval(tv_sec: silenceLimit, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    stream.pointee.socket = socket
    talk?.limit?.watch(socket)
    return 0
  }

  private static func read(
    _ stream: UnsafeMutablePointer<cs_stream>?, _ bytes: UnsafeMutableRawPointer?, _ count: Int
  ) -> Int {
    guard let stream else { return -1 }
    while true {
      let read = recv(stream.pointee.socket, bytes, count, 0)
      if read >= 0 { return read }
      guard errno == EINTR else { return Int(silent("read from")) }
    }
  }

  private static func write(
    _ stream: UnsafeMutablePointer<cs_stream>?, _ bytes: UnsafePointer<CChar>?, _ count: Int
  ) -> Int {
    guard let stream, let bytes else { return -1 }
    guard maySend(UnsafeRawBufferPointer(start: bytes, count: count), stream) else {
      return Int(failed("refused to send credentials on to another origin"))
    }
    while true {
      let sent = send(stream.pointee.socket, bytes, count, Int32(MSG_NOSIGNAL))
      if sent >= 0 { return sent }
      guard errno == EINTR else { return Int(silent("write to")) }
    }
  }

  private static func silent(_ what: String) -> Int32 {
    let isLate = errno == EAGAIN || errno == EWOULDBLOCK
    return failed(
      isLate
        ? "could not \(what) the server: it was silent for \(silenceLimit) seconds"
        : "could not \(what) the server: \(String(cString: strerror(errno)))")
  }

  private static func close(_ stream: UnsafeMutablePointer<cs_stream>?) -> Int32 {
    guard let stream, stream.pointee.socket >= 0 else { return 0 }
    closeDescriptor(stream.pointee.socket)
    stream.pointee.socket = -1
    return 0
  }

  private static func closeDescriptor(_ descriptor: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Musl.close(descriptor)
    #endif
  }

  private static func release(_ stream: UnsafeMutablePointer<cs_stream>?) {
    _ = close(stream)
    free(stream?.pointee.host)
    free(stream?.pointee.port)
    free(stream)
  }
}
