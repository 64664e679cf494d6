internal import Connectors
internal import Model

/// What is asked of the target of a connector: all access that is really there.
struct TargetQuestion: Sendable {
  let connector: Connector
  /// How to ask; nil where no target is acted on.
  let connection: Result<(any TargetConnection)?, TargetTrouble>

  /// The same, and what `orders` are about where it is there under another name: as theirs, under theirs.
  func answer(and orders: [AccessOrder]) async -> Result<[TargetAccess], TargetTrouble> {
    do throws(TargetTrouble) {
      let listed = try await answer().get()
      let unlisted = orders.filter { order in
        !listed.contains {
          $0.target == order.target
            && ($0.subject == order.grant.subject.text || $0.grant == "\(order.grant.id)")
        }
      }
      guard !unlisted.isEmpty, let connection = try connection.get() else {
        return .success(listed)
      }
      let seen = try await connection.look(for: unlisted).get()
      return .success(
        listed
          + unlisted.compactMap { order in
            guard case .there? = seen[order.grant.id] else { return nil }
            return TargetAccess(subject: order.grant.subject.text, target: order.target)
          })
    } catch {
      return .failure(error)
    }
  }

  /// Where the target names subjects, what somebody wrote beside them about a grant is left out.
  func answer() async -> Result<[TargetAccess], TargetTrouble> {
    do throws(TargetTrouble) {
      guard let connection = try connection.get() else { return .success([]) }
      let listed = await connection.list(connector.targets.values.sorted())
      guard connector.namesSubjects else { return listed }
      return listed.map { $0.map { TargetAccess(subject: $0.subject, target: $0.target) } }
    } catch {
      return .failure(error)
    }
  }
}
