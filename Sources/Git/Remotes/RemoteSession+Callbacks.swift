import CLibGit2

extension RemoteSession {
  /// The functions that libgit2 calls back, all with this session.
  ///
  /// The session must outlive the call they are given to. Host keys and certificates are left to
  /// libgit2, which refuses what `known_hosts` or the system's certificates do not vouch for as
  /// long as there is no callback for them.
  func fill(_ callbacks: inout git_remote_callbacks) {
    callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
    callbacks.credentials = { out, _, user, allowed, payload in
      guard let session = RemoteSession.from(payload) else { return GIT_EAUTH.rawValue }
      return session.offer(out, user: user.map { String(cString: $0) }, allowed: allowed)
    }
    callbacks.push_negotiation = { updates, count, payload in
      guard let session = RemoteSession.from(payload) else { return GIT_EUSER.rawValue }
      session.checkOldValues(UnsafeBufferPointer(start: updates, count: count))
      return session.moved.isEmpty ? 0 : GIT_EUSER.rawValue
    }
    callbacks.push_update_reference = { name, status, payload in
      guard let session = RemoteSession.from(payload), let name else { return GIT_EUSER.rawValue }
      session.verdicts[String(cString: name)] = .some(status.map { String(cString: $0) })
      return 0
    }
  }

  private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteSession? {
    payload.map { Unmanaged<RemoteSession>.fromOpaque($0).takeUnretainedValue() }
  }
}
