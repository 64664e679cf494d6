import CLibGit2
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How many bytes a server may say before it is hung up on.
///
/// libgit2 keeps all that a server shows of its references, without a bound: one that lists long names without an end
/// takes a gigabyte in a quarter of a minute. Its ssh transport reads from the socket itself, so what arrived is asked of
/// the kernel, by a thread of its own.
final class ReceptionLimit: Sendable {
  /// How often the kernel is asked.
  private static let pause: UInt32 = 5_000

  private struct State {
    var isOver = false
    var hasEnded = false
  }

  let bytes: UInt64
  private let state = Mutex(State())

  init(bytes: UInt64) { self.bytes = bytes }

  /// Whether the server said more, and was hung up on.
  var isExceeded: Bool { state.withLock { $0.isOver } }

  /// Hangs up on the server behind `socket` once it has said too much.
  func watch(_ socket: Int32) {
    // One of its own: the number of the other may be somebody else's by the time that it is looked at.
    let own = fcntl(socket, F_DUPFD_CLOEXEC, 0)
    guard own >= 0 else { return }
    DispatchQueue(label: "countersign.reception").async {
      while self.state.withLock({ !$0.hasEnded }) {
        if cs_received(own) > self.bytes {
          self.state.withLock { $0.isOver = true }
          shutdown(own, Int32(SHUT_RDWR))
          break
        }
        usleep(Self.pause)
      }
      close(own)
    }
  }

  /// Watches no more.
  func end() { state.withLock { $0.hasEnded = true } }
}
