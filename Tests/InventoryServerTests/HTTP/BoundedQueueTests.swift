import Foundation
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import InventoryServer

/// Slow work: fair turns, joined requests, and work that is never started.
struct BoundedQueueTests {
  /// Work that the test releases, and the order in which it ran.
  private final class Work: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let order = Mutex<[String]>([])
    var done: [String] { order.withLock { $0 } }

    func open(_ count: Int = 1000) { for _ in 0..<count { gate.signal() } }
    func callAsFunction(_ name: String) -> String {
      gate.wait()
      order.withLock { $0.append(name) }
      return name
    }
  }

  private func queue(
    capacity: Int = 100, perOwner: Int = 100, kept: Int = 0
  ) -> BoundedQueue {
    BoundedQueue(
      .init(capacity: capacity, perOwner: perOwner, kept: kept, niceness: 10),
      complaint: "Too much")
  }

  private func settled(_ queue: BoundedQueue, count: Int) async throws {
    for _ in 0..<2000 where queue.count != count { try await Task.sleep(for: .milliseconds(2)) }
    #expect(queue.count == count)
  }

  private func submit(
    _ queue: BoundedQueue, _ work: Work, _ name: String, by owner: String,
    joining key: String? = nil,
    isPreferred: Bool = false
  ) -> Task<String, any Error> {
    Task {
      try await queue.run(for: .init(owner: owner, isPreferred: isPreferred), joining: key) {
        work(name)
      }
    }
  }

  /// Owners who fill the queue give way to one who has nothing in it.
  @Test func fullQueueAdmitsNewOwners() async throws {
    let (queue, work) = (queue(capacity: 4, perOwner: 4), Work())
    let greedy = submit(queue, work, "a0", by: "a")
    try await settled(queue, count: 1)
    var others: [Task<String, any Error>] = []
    for number in 1...3 {
      others.append(submit(queue, work, "a\(number)", by: "a"))
      try await settled(queue, count: 1 + number)
    }
    let newcomer = submit(queue, work, "b", by: "b")
    await #expect(throws: ServerError.self) { try await others[2].value }
    work.open()
    #expect(try await newcomer.value == "b")
    #expect(try await greedy.value == "a0")
    for other in others.prefix(2) { _ = try await other.value }
    #expect(work.done == ["a0", "b", "a1", "a2"])
  }

  @Test func ownersTakeTurns() async throws {
    let (queue, work) = (queue(), Work())
    var tasks = [submit(queue, work, "first", by: "a")]
    try await settled(queue, count: 1)
    for number in 1...4 {
      tasks.append(submit(queue, work, "a\(number)", by: "a"))
      try await settled(queue, count: 1 + number)
    }
    tasks.append(submit(queue, work, "b1", by: "b"))
    try await settled(queue, count: 6)
    tasks.append(submit(queue, work, "b2", by: "b"))
    try await settled(queue, count: 7)
    tasks.append(submit(queue, work, "known", by: "c", isPreferred: true))
    try await settled(queue, count: 8)
    work.open()
    for task in tasks { _ = try await task.value }
    #expect(work.done == ["first", "known", "b1", "a1", "b2", "a2", "a3", "a4"])
    try await settled(queue, count: 0)
  }

  @Test func ownersAreLimitedToTheirShare() async throws {
    let (queue, work) = (queue(capacity: 4, perOwner: 1, kept: 1), Work())
    let tasks = (1...3).map { submit(queue, work, "a\($0)", by: "a\($0)") }
    try await settled(queue, count: 3)
    func refusal(_ owner: String) async -> ServerError? {
      await #expect(throws: ServerError.self) {
        try await submit(queue, work, "x", by: owner).value
      }
    }
    #expect(await refusal("a1")?.code == .busy)
    let other = submit(queue, work, "b1", by: "b")
    try await settled(queue, count: 4)
    let error = await refusal("c")
    #expect(error?.code == .busy && error?.retryAfterSeconds ?? 0 > 0)
    let known = submit(queue, work, "known", by: "d", isPreferred: true)
    try await settled(queue, count: 5)
    work.open()
    for task in tasks + [other, known] { _ = try await task.value }
  }

  /// Before any job has run, half a second is assumed.
  @Test func longWaitsAreRejectedUpFront() async throws {
    let queue = BoundedQueue(
      .init(capacity: 100, perOwner: 100, kept: 1, patience: 0.9, niceness: 10), complaint: "")
    let work = Work()
    let tasks = [submit(queue, work, "1", by: "a"), submit(queue, work, "2", by: "b")]
    try await settled(queue, count: 2)
    let error = await #expect(throws: ServerError.self) {
      try await submit(queue, work, "3", by: "c").value
    }
    #expect(error?.code == .busy)
    let known = submit(queue, work, "known", by: "d", isPreferred: true)
    try await settled(queue, count: 3)
    work.open()
    for task in tasks + [known] { _ = try await task.value }
  }

  @Test func identicalRequestsShareOneJob() async throws {
    let (queue, work) = (queue(perOwner: 1), Work())
    let tasks = (1...20).map { submit(queue, work, "\($0)", by: "\($0)", joining: "same") }
    for _ in 0..<2000 where queue.waiterCount < 20 {
      try await Task.sleep(for: .milliseconds(2))
    }
    #expect(queue.count == 1)
    tasks[0].cancel()
    work.open()
    var values: Set<String> = []
    for task in tasks.dropFirst() { values.insert(try await task.value) }
    #expect(values.count == 1 && work.done.count == 1)
  }

  @Test func abandonedWorkIsNotStarted() async throws {
    let (queue, work) = (queue(), Work())
    let running = submit(queue, work, "running", by: "a")
    try await settled(queue, count: 1)
    let left = (1...10).map { submit(queue, work, "left", by: "\($0)") }
    try await settled(queue, count: 11)
    for task in left { task.cancel() }
    try await settled(queue, count: 1)
    work.open()
    _ = try await running.value
    for task in left { await #expect(throws: CancellationError.self) { try await task.value } }
    #expect(work.done == ["running"])
  }

  /// A browser that was closed while its plan waited costs nothing more.
  @Test(arguments: [true, false])
  func workOfAClosedConnectionIsNotStarted(_ closesItsHalf: Bool) async throws {
    let (queue, work) = (queue(), Work())
    let running = submit(queue, work, "running", by: "a")
    try await settled(queue, count: 1)
    let channel = await NIOAsyncTestingChannel(handler: DisconnectionHandler())
    try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
    let disconnection = try #require(await Disconnection.of(channel))
    let left = Task {
      try await queue.run(for: .init(owner: "b", disconnection: disconnection)) { work("left") }
    }
    try await settled(queue, count: 2)
    if closesItsHalf {
      channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    } else {
      try await channel.close()
    }
    try await settled(queue, count: 1)
    await #expect(throws: CancellationError.self) { try await left.value }
    // What it asks for next, such as the file of that plan, is not begun either.
    await #expect(throws: CancellationError.self) {
      try await queue.run(for: .init(owner: "b", disconnection: disconnection)) { work("next") }
    }
    work.open()
    _ = try await running.value
    #expect(work.done == ["running"])
  }
}
