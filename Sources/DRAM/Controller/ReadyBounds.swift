/// Cycles before which no request of a queue can go one step on: by a read or write of an open row, by opening its row, by
/// closing the one that is in its way.
///
/// What is issued only ever puts the others off. So a bound stays good until a request comes, or a row is opened, closed or
/// set free, which tell it; and most cycles are settled without a look at any bank.
struct ReadyBounds: BitwiseCopyable {
  var column = Int.max
  var activate = Int.max
  var precharge = Int.max
}

/// The same of requests whose row was opened for them.
struct ActivatedBounds: BitwiseCopyable {
  var read = Int.max
  var write = Int.max
}
