extension Ranking {
  /// Standings with the place of their commune in the input, in the order of the two queues; ranks
  /// are left out.
  static func queues(
    policy: Policy, index: NeedIndex, communes: [CommuneMeasures]
  ) -> (ranked: [(standing: Standing, place: Int)], verifyFirst: [(standing: Standing, place: Int)])
  {
    let standings = communes.map { Standing(index: index, measures: $0) }
    var ranked: [(standing: Standing, place: Int)] = []
    var verifyFirst: [(standing: Standing, place: Int)] = []
    for place in byProvenPoints(standings) {
      let standing = standings[place]
      switch queue(standing.confidence, policy.confidence) {
      case .ranked: ranked.append((standing, place))
      case .verifyFirst: verifyFirst.append((standing, place))
      }
    }
    verifyFirst.sort { isOwedAVisit($0.standing, before: $1.standing) }
    return (ranked, verifyFirst)
  }
}
