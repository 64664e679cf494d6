internal import CProcess
internal import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The keepers of this process that are at work.
enum Keepers {
  private struct State {
    var atWork: Set<pid_t> = []
    var adopts = false
  }

  private static let state = Mutex(State())

  /// From now on orphans become children of this process too, where they are found should a keeper be killed; to be
  /// called before there is a second thread, by a program of which each child is its own.
  static func adoptOrphans() {
    state.withLock { $0.adopts = cs_adopt_orphans() == 0 }
  }

  static func began(_ keeper: pid_t) { state.withLock { _ = $0.atWork.insert(keeper) } }

  /// Who kills its keeper leaves what it started to this process, which then spares nothing but other keepers.
  ///
  /// Where others start programs in this process as well, as tests do, none of them is touched.
  static func ended(_ keeper: pid_t, didItsWork: Bool) {
    state.withLock { state in
      state.atWork.remove(keeper)
      guard !didItsWork, state.adopts else { return }
      let spared = Array(state.atWork)
      // What is killed may have left something: so often that no chain of programs gets through by luck.
      for _ in 0..<rounds { cs_kill_children(spared, Int32(spared.count)) }
    }
  }

  private static let rounds = 50
}
