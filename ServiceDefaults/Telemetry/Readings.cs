namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>What was read of one figure at one moment.</summary>
/// <param name="Figure">The measure's name.</param>
/// <param name="Label">Which of several: a kind, a state, a queue. Never of a person.</param>
/// <param name="Unit">Of the value that is shown.</param>
internal abstract record Reading(string Figure, string? Label, string Unit)
{
    /// <summary>The value to show; null where nothing is known.</summary>
    /// <param name="before">What was read of it the last time.</param>
    /// <param name="seconds">How long ago that was; without such a time, for how long it cannot have been there.</param>
    public abstract double? ValueAfter(Reading? before, double seconds);
}

/// <summary>Something that stands, as it stands.</summary>
internal sealed record Level(string Figure, string? Label, string Unit, double Value) : Reading(Figure, Label, Unit)
{
    public override double? ValueAfter(Reading? before, double seconds) => Value;
}

/// <summary>Something that only grows, shown by how much of it comes in a second.</summary>
/// <param name="CountedHere">Counted by this process, and so from nothing: when it is first seen, all of it is new. Of what others count only two readings tell.</param>
internal sealed record Total(string Figure, string? Label, string Unit, double Value, bool CountedHere) : Reading(Figure, Label, Unit)
{
    public override double? ValueAfter(Reading? before, double seconds)
    {
        var had = before is Total total ? total.Value : CountedHere ? 0 : (double?)null;
        // Less than before: whoever counts has begun anew.
        return seconds > 0 && Value >= had ? (Value - had) / seconds : null;
    }
}

/// <summary>Which share of what has come is of a sort.</summary>
internal sealed record Share(string Figure, string? Label, double Part, double Whole) : Reading(Figure, Label, "1")
{
    public override double? ValueAfter(Reading? before, double seconds) =>
        before is Share had && Whole > had.Whole && Part >= had.Part ? (Part - had.Part) / (Whole - had.Whole) : null;
}

/// <summary>Within which time such a part was done of what has come: half of it, or nineteen of twenty.</summary>
internal sealed record Quantile(string Figure, string? Label, string Unit, Durations Durations, double Part) : Reading(Figure, Label, Unit)
{
    public override double? ValueAfter(Reading? before, double seconds)
    {
        var since = before is Quantile had ? Durations.Since(had.Durations) : Durations;
        return since.Count > 0 ? since.Quantile(Part) : null;
    }
}
