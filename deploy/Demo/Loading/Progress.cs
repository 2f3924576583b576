namespace PartyCloud.Demo.Loading;

/// <summary>Says now and then how far something is and how fast it goes.</summary>
internal sealed class Progress(string what, long total, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _said = TimeSpan.Zero;

    public void At(long done)
    {
        var elapsed = clock.GetElapsedTime(_start);
        if (elapsed - _said < Every)
        {
            return;
        }

        _said = elapsed;
        DemoRun.Say($"  {what}: {done:N0} of {total:N0}, {done / elapsed.TotalSeconds:N0} a second");
    }

    public void Done()
    {
        var elapsed = clock.GetElapsedTime(_start);
        DemoRun.Say($"  {what}: {total:N0} in {elapsed.TotalSeconds:N1} s, {total / Math.Max(elapsed.TotalSeconds, 0.001):N0} a second");
    }
}
