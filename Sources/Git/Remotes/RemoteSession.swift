import CLibGit2
import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What libgit2's callbacks know of one conversation with a remote, and what they find out.
///
/// Each credential is offered once, so a server that goes on asking ends the conversation instead
/// of keeping it for ever.
final class RemoteSession {
  /// Something to show to a server that asks.
  enum Offer {
    case password(user: String, String)
    case agent
    case keyFile(String)
  }

  let address: RemoteAddress
  /// The header lines to send with each request.
  let headers: [String]
  private let credentials: Credentials
  private let offers: [Offer]
  private var next = 0
  /// Whether the server asked again when there was nothing left to offer.
  private(set) var isRefused = false
  /// The old values that a push must name to the server.
  var expected: [String: ObjectID] = [:]
  /// The references whose old value would have been another.
  var moved: [String] = []
  /// What the server said of each reference: nil when it took the update.
  var verdicts: [String: String?] = [:]

  init(_ address: RemoteAddress, headers: [String], credentials: Credentials) {
    self.address = address
    self.headers = headers
    self.credentials = credentials
    var offers: [Offer] = []
    switch address.scheme {
    case .http, .https:
      if let password = address.password {
        offers.append(.password(user: address.user ?? "", password))
      } else if let token = credentials.token, address.isConfidential {
        // Forges take any user name with a token; GitHub documents this one.
        offers.append(.password(user: address.user ?? "x-access-token", token))
      }
    case .ssh:
      if credentials.hasAgent { offers.append(.agent) }
      for name in ["id_ed25519", "id_ecdsa", "id_rsa"] {
        guard let file = credentials.home.map({ "\($0)/.ssh/\(name)" }) else { continue }
        if access(file, R_OK) == 0 { offers.append(.keyFile(file)) }
      }
    case .file: break
    }
    self.offers = offers
  }

  /// Whether a proxy may be used: never for this machine, or the token meant to stay here would leave it.
  var proxy: git_proxy_t { address.isLoopback ? GIT_PROXY_NONE : GIT_PROXY_AUTO }

  /// Whether something is left that another connection could try.
  ///
  /// libgit2 takes an agent that does not answer, or a key with a passphrase, for the end of the
  /// conversation.
  var canTryAgain: Bool { next > 0 && next < offers.count }

  /// Makes the next credential of the kinds in `allowed`, or says that there is none.
  func offer(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?, user: String?,
    allowed: UInt32
  ) -> Int32 {
    if allowed & GIT_CREDENTIAL_USERNAME.rawValue != 0 {
      return git_credential_username_new(out, user ?? "git")
    }
    while next < offers.count {
      let offer = offers[next]
      next += 1
      switch offer {
      case .password(let name, let secret)
      where allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0:
        return git_credential_userpass_plaintext_new(out, name, secret)
      case .agent where allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0:
        return git_credential_ssh_key_from_agent(out, user ?? "git")
      case .keyFile(let file) where allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0:
        return git_credential_ssh_key_new(out, user ?? "git", nil, file, nil)
      default: continue
      }
    }
    isRefused = true
    return GIT_EAUTH.rawValue
  }

  /// Notes which of `updates` would move a reference from another value than expected.
  func checkOldValues(_ updates: UnsafeBufferPointer<UnsafePointer<git_push_update>?>) {
    for update in updates {
      guard let update = update?.pointee, let name = update.dst_refname else { continue }
      let reference = String(cString: name)
      if expected[reference] ?? .null != ObjectID(update.src) { moved.append(reference) }
    }
  }

  /// The error in the words of this room, with every secret taken out.
  func explained(_ failure: GitError) -> GitError {
    if isRefused || failure.message.contains("status code: 401")
      || failure.message.contains("status code: 403")
    {
      let message =
        next == 0 && headers.isEmpty
        ? "the server asks for credentials, and there are none to offer"
        : "the server refuses the credentials that were offered"
      return GitError(.unauthenticated, message, context: failure.context)
    }
    var message = failure.message
    for secret in secrets where !secret.isEmpty {
      message = message.replacing(secret, with: "***")
    }
    // A connection that fails is an error of the operating system for libgit2.
    let kind: GitError.Kind =
      address.scheme != .file && [.other, .readOnly].contains(failure.kind)
      ? .unreachable : failure.kind
    return GitError(kind, message, context: failure.context)
  }

  private var secrets: [String] {
    var secrets = [credentials.token, address.password].compactMap { $0 }
    for header in headers {
      secrets.append(header)
      secrets += header.split(separator: " ").map(String.init).filter { $0.utf8.count >= 8 }
    }
    return secrets
  }
}
