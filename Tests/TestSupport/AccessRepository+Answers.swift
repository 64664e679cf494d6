package import Model

extension AccessRepository {
  /// A reason as JSON shows it.
  package struct Reason: Decodable, Sendable {
    package let code: ReasonCode
    package let message: String
    package let file: String?
    package let line: Int?
    package let column: Int?
    package let hint: String?
  }

  /// What `status --format json` prints (DESIGN section 9).
  package struct Status: Decodable, Sendable {
    /// One request with what became of it.
    package struct Request: Decodable, Sendable {
      package let path: String
      package let blob: String
      package let landing: String
      package let outcome: String
      package let grant: String?
      package let reasons: [Reason]

      package var codes: Set<ReasonCode> { Set(reasons.map(\.code)) }
    }

    /// A review that nobody landed in time.
    package struct OverdueReview: Decodable, Sendable {
      package let system: String
      package let grant: String?
      package let reason: Reason
    }

    package let mainline: String
    package let policy: String
    package let state: String
    package let reasons: [Reason]
    package let requests: [Request]
    package let grants: [String: Int]
    package let overdue: [OverdueReview]
    package let voided: [Voided]
    package let mandates: [Mandate]?

    /// What was approved in advance and has not ended.
    package struct Mandate: Decodable, Sendable {
      package let path: String
      package let state: String
      package let used: Int
    }

    /// A policy file that lost the approvals which had carried it.
    package struct Voided: Decodable, Sendable {
      package let path: String
    }

    /// What became of the request at `path`; the last landing of it where there were several.
    package subscript(path: String) -> Request? { requests.last { $0.path == path } }
  }

  /// What `grants --format json` prints for each grant.
  package struct Grant: Decodable, Sendable {
    package struct Key: Decodable, Sendable {
      package let path: String
      package let blob: String
    }
    package struct Approval: Decodable, Sendable {
      package let person: String
      package let key: String
      package let format: String
      package let assurance: String
      package let commit: String
    }
    package struct Event: Decodable, Sendable {
      package let event: String
      package let at: Instant
      package let reasons: [Reason]
    }

    package let id: String
    package let subject: String
    package let system: String
    package let entitlement: String
    package let start: Instant
    package let end: Instant
    package let state: String
    package let reason: String
    package let request: Key
    package let landing: String
    package let approvals: [Approval]
    package let mandate: Key?
    package let history: [Event]

    /// Why it ended early.
    package var revocationCodes: Set<ReasonCode> {
      Set(history.flatMap(\.reasons).map(\.code))
    }
  }
}
