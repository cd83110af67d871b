import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Logging
import NIOCore
import Reporting
import ThirdPartyInventory

/// `POST /glpi`: reports of unmodified agents of other projects (GLPI Agent, FusionInventory, OCS
/// Inventory's unix agent).
///
/// Credentials come first: without them no byte of a body is read, and without valid ones none is
/// parsed. Agents send a first request without credentials, so its 401 does not count as a guess.
/// A valid token is no reason to trust a body either: it stands on a card, so what is parsed for
/// its commune is bounded (``TextAllowance``), whatever machine the body names.
struct ThirdPartyRoutes<Context: CallerContext>: Sendable {
  let store: InventoryStore
  let limits: AgentLimits
  let metrics: CentreMetrics
  let now: @Sendable () -> Date

  private static var agentID: HTTPField.Name? { HTTPField.Name("GLPI-Agent-ID") }

  func add(to router: some RouterMethods<Context>) {
    router.post("/glpi") { request, context in
      guard let credentials = BasicCredentials(request.headers) else {
        return try ThirdPartyReply.unauthorized()
      }
      return try await receive(request, credentials, context)
    }
  }

  private func receive(
    _ request: Request, _ credentials: BasicCredentials, _ context: Context
  ) async throws -> Response {
    let agentID = Self.agentID.flatMap { request.headers[$0] }.flatMap(UUID.init(uuidString:))
    do {
      return try await metrics.thirdParty {
        try await accept(request, credentials, agentID: agentID, context)
      }
    } catch  where agentID != nil {
      // An agent with an id supports JSON, and logs an answer in its own form.
      let problem = ProblemMiddleware<Context>.problem(for: error)
      guard problem.status < 500 || problem.status == 503 else { throw error }
      return try refusal(error, asJSON: true)
    }
  }

  /// - Throws: whatever refuses the request; it is counted.
  private func accept(
    _ request: Request, _ credentials: BasicCredentials, agentID: UUID?, _ context: Context
  ) async throws -> Response {
    guard try await isValid(credentials, from: context.caller) else {
      metrics.thirdPartyWithoutToken()
      return try ThirdPartyReply.unauthorized()
    }
    do {
      let limit = MessageLimits.mostBytesSent
      if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
        throw tooLarge
      }
      return try await limits.bodies.collecting(request.body, upTo: limit, from: context.caller) {
        body in
        let data = Data(body.readableBytesView)
        return try await limits.requests.run {
          try await answer(
            data, credentials, agentID: agentID, userAgent: request.headers[.userAgent], context)
        }
      }
    } catch is NIOTooManyBytesError {
      throw tooLarge
    }
  }

  /// A valid token is accepted however many wrong ones came from the same address.
  private func isValid(_ credentials: BasicCredentials, from caller: String) async throws -> Bool {
    if credentials.isWellFormed,
      try await store.thirdPartyReports.accepts(
        token: credentials.token, commune: credentials.commune)
    {
      return true
    }
    if let wait = limits.refusedEnrolments.wait(caller) {
      throw ServerError(
        .rateLimited,
        "Too many wrong tokens came from this address: check commune and token, then try later.",
        retryAfterSeconds: wait)
    }
    limits.refusedEnrolments.count(caller)
    return false
  }

  private func answer(
    _ body: Data, _ credentials: BasicCredentials, agentID: UUID?, userAgent: String?,
    _ context: Context
  ) async throws -> Response {
    let message = try await message(in: body, of: credentials.commune, context)
    switch message.kind {
    case .prolog:
      try await noteCall(message, credentials, agentID)
      return try ThirdPartyReply.prolog(knowsJSON: agentID != nil)
    case .contact:
      try await noteCall(message, credentials, agentID)
      return try ThirdPartyReply.contact()
    case .inventory: break
    }
    let report = try ThirdPartyReport(
      message, commune: credentials.commune, token: credentials.token, agentID: agentID,
      userAgent: userAgent, receivedAt: now())
    try requireRate(report)
    let filed = try await store.thirdPartyReports.file(report)
    metrics.inventory(filed)
    if filed.isNew {
      context.logger.info(
        "machine of another agent enrolled",
        metadata: ["machine": "\(filed.machine)", "commune": "\(credentials.commune)"])
    }
    return try ThirdPartyReply.filed(message.format)
  }

  /// Parses a body in the commune's turn.
  private func message(
    in body: Data, of commune: String, _ context: Context
  ) async throws -> AgentMessage {
    try limits.texts.require(commune)
    let caller = BoundedQueue.Caller(
      owner: commune, disconnection: await .of(context.channel))
    return try await limits.parsing.run(for: caller) { [texts = limits.texts] in
      var bytes = body.count
      defer { texts.count(bytes, of: commune) }
      do {
        let text = try MessageReader.text(of: body)
        bytes = text.count
        return try MessageReader.read(text: text)
      } catch let error as MessageError {
        throw ServerError(.inventoryMalformed, error.description)
      }
    }
  }

  /// An agent that calls but never sends an inventory appears on the page of reporting agents.
  private func noteCall(
    _ message: AgentMessage, _ credentials: BasicCredentials, _ agentID: UUID?
  ) async throws {
    try await store.thirdPartyReports.noteCall(
      commune: credentials.commune, agentID: agentID, deviceID: message.deviceID, now: now())
  }

  private func requireRate(_ report: ThirdPartyReport) throws {
    let name = "\(report.commune) \(report.identities.first ?? "")"
    if let wait = limits.inventories.wait(name) {
      throw ServerError(
        .rateLimited, "This machine sends inventories too often: try later.",
        retryAfterSeconds: wait)
    }
    limits.inventories.count(name)
  }

  private var tooLarge: ServerError {
    ServerError(
      .bodyTooLarge,
      "The inventory is larger than \(MessageLimits.mostBytesSent >> 20) MiB: it is rejected.")
  }

  private func refusal(_ error: any Error, asJSON: Bool) throws -> Response {
    guard asJSON else { throw error }
    return try ThirdPartyReply.refused(
      ProblemMiddleware<Context>.problem(for: error),
      retryAfterSeconds: (error as? ServerError)?.retryAfterSeconds
        ?? (error as? InventoryError)?.retryAfterSeconds)
  }
}
