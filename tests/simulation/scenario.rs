//! The faults: what goes wrong with each connection of a run, as its seed decides.

use std::time::Duration;

use super::random::Random;
use super::stream::Pace;

/// What a run is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scenario {
    /// How it is named on the command line.
    pub(crate) name: &'static str,
    /// How many connections go wrong; those after them do not.
    pub(crate) faults: usize,
    /// Messages that the connector holds from the beginning, and messages that come later.
    pub(crate) messages: (usize, usize),
    /// Bytes of text in each request.
    pub(crate) request: usize,
    /// How often the gateway disconnects and connects again.
    pub(crate) returns: usize,
    /// Messages that the gateway may admit and not yet handle.
    pub(crate) queue: usize,
    /// A run that has not come to rest after so many seconds on its clock, suspensions left out, never does.
    pub(crate) patience: u64,
    /// How long some turns take, the first among them.
    pub(crate) turn: Option<Duration>,
    /// Whether the connector holds the next delivery back until the last one is acknowledged, and closes after a minute
    /// without.
    pub(crate) is_patient: bool,
    /// The most that may be allocated at a time, in bytes, the connector's part included.
    pub(crate) memory: u64,
    /// What goes wrong with connection `n`, from 0.
    plan: fn(&mut Random, usize) -> Plan,
}

/// One connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) dial: Dial,
    /// Bytes that each direction holds on their way.
    pub(crate) capacity: usize,
    pub(crate) reading: Option<Pace>,
    pub(crate) writing: Option<Pace>,
    /// When it ends.
    pub(crate) stage: Stage,
    /// How it ends.
    pub(crate) end: End,
}

/// How a dial goes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dial {
    Opens,
    Refused,
    /// The process is suspended in the middle of it, and then the dial goes on or never ends.
    Suspended {
        after: Duration,
        length: Duration,
        hangs: bool,
    },
}

/// When a connection ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stage {
    /// Before the upgrade is answered.
    Upgrade,
    /// When so many hellos were read, and all but the last of them answered.
    Hello(usize),
    /// When every hello is answered, and so many messages are delivered.
    Delivered(usize),
    /// So long after every hello is answered, in the middle of whatever goes on then.
    After(Duration),
    /// It does not.
    Never,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// The stream is closed.
    Drop,
    /// Nothing is read or written any more, and nothing closed.
    Freeze,
    /// Half a line, or half a message, then the stream is closed.
    Half,
    /// A message over the socket's limit.
    TooBig,
    /// A close frame.
    Close(u16, &'static str),
    /// The upgrade is answered with this HTTP status.
    Status(u16),
    /// The connector ends, and has forgotten the acknowledgements of the last seconds when it is back.
    Restart,
}

impl Scenario {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        SCENARIOS.iter().find(|scenario| scenario.name == name)
    }

    pub(crate) fn plan(&self, random: &mut Random, connection: usize) -> Plan {
        if connection < self.faults { (self.plan)(random, connection) } else { Plan::sound(random) }
    }

    /// Whether the gateway is refused for good.
    pub(crate) fn is_expelled(&self) -> bool {
        self.name == EXPELLED
    }
}

impl Plan {
    fn sound(random: &mut Random) -> Self {
        Self {
            dial: Dial::Opens,
            capacity: random.pick(&[256, 4 << 10, 64 << 10]),
            reading: None,
            writing: None,
            stage: Stage::Never,
            end: End::Drop,
        }
    }

    fn ends(random: &mut Random, stage: Stage, end: End) -> Self {
        Self { stage, end, ..Self::sound(random) }
    }
}

/// How many `hello`s a gateway of a run says.
pub(crate) const IDENTITIES: usize = 3;

/// The largest message that a gateway of a run reads.
pub(crate) const SOCKET_LIMIT: usize = 5 << 18;

const EXPELLED: &str = "expelled-twice";

const SOUND: Scenario = Scenario {
    name: "",
    faults: 4,
    messages: (8, 24),
    request: 40,
    returns: 0,
    queue: 12,
    patience: 3_600,
    turn: None,
    is_patient: false,
    memory: 2 << 20,
    plan: |random, _| Plan::sound(random),
};

/// Every scenario.
pub(crate) const SCENARIOS: [Scenario; 19] = [
    Scenario { name: "drop-before-hello", plan: drop_before_hello, ..SOUND },
    Scenario { name: "drop-during-hello", plan: drop_during_hello, ..SOUND },
    Scenario { name: "drop-after-hello", plan: |random, _| later(random, End::Drop), ..SOUND },
    Scenario { name: "half-open", plan: |random, _| later(random, End::Freeze), ..SOUND },
    Scenario { name: "partial-line", plan: |random, _| later(random, End::Half), ..SOUND },
    Scenario { name: "slow-reader", request: 6_000, plan: slow_reader, ..SOUND },
    Scenario { name: "slow-writer", messages: (40, 60), plan: slow_writer, ..SOUND },
    Scenario { name: "expelled-cold", plan: expelled_cold, ..SOUND },
    Scenario { name: "expelled-expired", plan: expelled_expired, ..SOUND },
    Scenario { name: "expelled-once", faults: 2, plan: expelled_once, ..SOUND },
    // Nothing is turned away here: a new dial would take the place of one that is to be expelled.
    Scenario { name: EXPELLED, faults: 2, queue: 64, plan: |random, _| expelled(random), ..SOUND },
    Scenario { name: "too-big", memory: 6 << 20, plan: too_big, ..SOUND },
    Scenario { name: "closed-as-too-big", plan: |random, _| later(random, End::Close(1009, "")), ..SOUND },
    Scenario { name: "accept-then-close", faults: 15, plan: accept_then_close, ..SOUND },
    Scenario { name: "restart-during-replay", messages: (40, 10), plan: restart, ..SOUND },
    Scenario { name: "suspend-during-dial", plan: suspend, ..SOUND },
    Scenario { name: "leave-and-return", returns: 8, plan: leave_and_return, ..SOUND },
    Scenario {
        name: "one-outstanding",
        queue: 64,
        turn: Some(Duration::from_secs(90)),
        is_patient: true,
        plan: |random, _| later(random, End::Drop),
        ..SOUND
    },
    Scenario { name: "flood", messages: (72, 24), patience: 600, plan: flood, ..SOUND },
];

fn later(random: &mut Random, end: End) -> Plan {
    let stage = match random.within(0..3) {
        0 => Stage::Delivered(random.count(0..20)),
        _ => Stage::After(random.millis(0..40_000)),
    };
    Plan::ends(random, stage, end)
}

fn flood(random: &mut Random, _: usize) -> Plan {
    let stage = Stage::After(random.millis(15_000..60_000));
    Plan::ends(random, stage, End::Drop)
}

fn drop_before_hello(random: &mut Random, _: usize) -> Plan {
    if random.once_in(3) {
        return Plan { dial: Dial::Refused, ..Plan::sound(random) };
    }
    let stage = random.pick(&[Stage::Upgrade, Stage::Hello(0)]);
    let end = random.pick(&[End::Drop, End::Drop, End::Status(503)]);
    Plan::ends(random, stage, end)
}

fn drop_during_hello(random: &mut Random, _: usize) -> Plan {
    let stage = Stage::Hello(random.count(1..IDENTITIES + 1));
    let end = random.pick(&[End::Drop, End::Half]);
    Plan::ends(random, stage, end)
}

fn slow_reader(random: &mut Random, _: usize) -> Plan {
    let pace = Pace { bytes: random.count(16..4_000), pause: random.millis(20..4_000) };
    Plan { reading: Some(pace), capacity: 4 << 10, ..later(random, End::Drop) }
}

fn slow_writer(random: &mut Random, _: usize) -> Plan {
    let pace = Pace { bytes: random.count(1..300), pause: random.millis(1..300) };
    Plan { writing: Some(pace), ..later(random, End::Drop) }
}

fn expelled_cold(random: &mut Random, _: usize) -> Plan {
    if random.once_in(3) {
        return Plan::ends(random, Stage::Upgrade, End::Status(401));
    }
    // At least one hello is left unanswered, and no descriptor was sent.
    Plan::ends(random, Stage::Hello(1), End::Close(4401, ""))
}

fn expelled_expired(random: &mut Random, _: usize) -> Plan {
    later(random, End::Close(4401, "expired"))
}

fn expelled_once(random: &mut Random, connection: usize) -> Plan {
    match connection {
        0 => expelled(random),
        // Another end than a 4401, after the descriptor: the warning is dropped.
        _ => later(random, End::Drop),
    }
}

fn expelled(random: &mut Random) -> Plan {
    let reason = random.pick(&["", "revoked", "EXPIRED"]);
    later(random, End::Close(4401, reason))
}

fn too_big(random: &mut Random, _: usize) -> Plan {
    // At the head of a replay, or in the middle.
    let stage = Stage::Delivered(random.pick(&[0, 0, 3]));
    Plan { capacity: 64 << 10, ..Plan::ends(random, stage, End::TooBig) }
}

fn accept_then_close(random: &mut Random, connection: usize) -> Plan {
    if connection == 0 {
        // One that works, so that the gateway is not waiting for its first descriptor.
        return Plan::ends(random, Stage::After(Duration::from_secs(1)), End::Drop);
    }
    let stage =
        random.pick(&[Stage::Upgrade, Stage::Hello(0), Stage::Hello(IDENTITIES), Stage::Delivered(0)]);
    let code = random.pick(&[1000, 1001, 1008, 1011, 1013]);
    Plan::ends(random, stage, End::Close(code, ""))
}

fn restart(random: &mut Random, _: usize) -> Plan {
    let stage = Stage::Delivered(random.count(5..40));
    Plan::ends(random, stage, End::Restart)
}

fn leave_and_return(random: &mut Random, _: usize) -> Plan {
    match random.within(0..3) {
        0 => drop_before_hello(random, 0),
        1 => drop_during_hello(random, 0),
        _ => later(random, End::Drop),
    }
}

fn suspend(random: &mut Random, _: usize) -> Plan {
    let dial = Dial::Suspended {
        after: random.millis(0..15_000),
        length: random.millis(1_000..8 * 3_600_000),
        hangs: random.once_in(2),
    };
    Plan { dial, ..later(random, End::Drop) }
}
