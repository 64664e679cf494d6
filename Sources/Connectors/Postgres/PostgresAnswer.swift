import FoundationEssentials

/// What psql prints.
package enum PostgresAnswer {
  /// A login role that has a role.
  package struct Member: Decodable {
    package let login: String
    package let role: String
  }

  /// The members that `PostgresScript.list` prints.
  package static func members(in output: [UInt8]) throws(TargetTrouble) -> [Member] {
    do {
      return try JSONDecoder().decode([Member].self, from: Data(output))
    } catch {
      throw .nonsense("psql answered what is no list")
    }
  }

  /// What `PostgresScript.look` prints.
  static func sightings(in output: [UInt8]) throws(TargetTrouble) -> [PostgresSighting] {
    do {
      return try JSONDecoder().decode([PostgresSighting].self, from: Data(output))
    } catch {
      throw .nonsense("psql answered what is no list")
    }
  }

  /// What went wrong, where psql ended with `status` and said `errors`.
  package static func trouble(status: Int32, errors: [UInt8]) -> TargetTrouble {
    PostgresTrouble(status: status, errors: errors).trouble
  }
}
