extension BoundedQueue {
  struct State {
    /// Waiting jobs in the order of their arrival.
    private var waiting: [Job] = []
    private var running: [Job] = []
    /// Owners served recently, the latest last.
    private var served: [String] = []
    private(set) var perOwner: [String: Int] = [:]
    var threads = 0
    /// Exponentially weighted mean.
    private(set) var secondsPerJob = 0.5

    var count: Int { waiting.count + running.count }

    func isRunning(for waiter: Waiter) -> Bool {
      running.contains { job in job.waiters.contains { $0 === waiter } }
    }

    var waiterCount: Int { (waiting + running).reduce(0) { $0 + $1.waiters.count } }

    mutating func add(_ job: Job) {
      waiting.append(job)
      perOwner[job.owner, default: 0] += 1
    }

    /// Removes the newest waiting job of the owner with the most, in favour of an owner with fewer,
    /// so that a few owners cannot keep everyone else out of a full queue.
    ///
    /// - Returns: The removed job's waiters; empty if no job is removed.
    mutating func giveWay(to owner: String) -> [Waiter] {
      let own = perOwner[owner, default: 0]
      func held(_ place: Int) -> Int { perOwner[waiting[place].owner, default: 0] }
      let most = waiting.indices
        .filter { !waiting[$0].isPreferred && held($0) > own + 1 }
        .max { (held($0), $0) < (held($1), $1) }
      guard let most else { return [] }
      let job = waiting.remove(at: most)
      release(job)
      return job.waiters
    }

    /// - Returns: false if there is no such job.
    func join(_ waiter: Waiter, _ key: String, isPreferred: Bool) -> Bool {
      guard let job = (running + waiting).first(where: { $0.key == key && !$0.isAbandoned }) else {
        return false
      }
      job.add(waiter, isPreferred: isPreferred)
      return true
    }

    /// The oldest job of the owner who was served longest ago; preferred jobs first. nil ends the
    /// calling thread.
    mutating func next() -> Job? {
      dropAbandoned()
      let preferred = waiting.filter(\.isPreferred)
      let candidates = preferred.isEmpty ? waiting : preferred
      let turns = Dictionary(
        served.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
      guard
        let job = candidates.min(by: { turns[$0.owner] ?? -1 < turns[$1.owner] ?? -1 }),
        let place = waiting.firstIndex(where: { $0 === job })
      else {
        threads -= 1
        if count == 0 { served = [] }
        return nil
      }
      waiting.remove(at: place)
      running.append(job)
      served.removeAll { $0 == job.owner }
      served.append(job.owner)
      if served.count > 256 { served.removeFirst() }
      return job
    }

    /// - Returns: The job's waiters.
    mutating func end(_ job: Job, seconds: Double) -> [Waiter] {
      running.removeAll { $0 === job }
      release(job)
      secondsPerJob += 0.2 * (seconds - secondsPerJob)
      return job.waiters
    }

    mutating func dropAbandoned() {
      let abandoned = waiting.filter(\.isAbandoned)
      guard !abandoned.isEmpty else { return }
      waiting.removeAll { job in abandoned.contains { $0 === job } }
      for job in abandoned { release(job) }
    }

    private mutating func release(_ job: Job) {
      let left = perOwner[job.owner, default: 1] - 1
      perOwner[job.owner] = left > 0 ? left : nil
    }
  }
}
