using System.Diagnostics;

namespace PartyCloud.Testing;

/// <summary>Waits for what happens in its own time, instead of sleeping and hoping.</summary>
public static class Eventually
{
    /// <summary>Long, as a machine may stand still for a while, and what comes to hold is not kept waiting by it.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(5);

    /// <summary>Returns as soon as the condition holds; fails when it has not by the deadline.</summary>
    public static async Task Holds(Func<Task<bool>> condition, TimeSpan? deadline = null, string? what = null)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > (deadline ?? DefaultDeadline))
            {
                throw new TimeoutException($"{what ?? "The condition"} did not come to hold within {(deadline ?? DefaultDeadline).TotalSeconds:0} s.");
            }

            await Task.Delay(50);
        }
    }

    public static Task Holds(Func<bool> condition, TimeSpan? deadline = null, string? what = null) =>
        Holds(() => Task.FromResult(condition()), deadline, what);

    /// <summary>
    /// Returns once the assertions pass; at the deadline fails with what the last of them said, which tells more
    /// than that time ran out. Nothing is waited for after a <see cref="NeverException"/>.
    /// </summary>
    public static async Task Passes(Func<Task> assertions, TimeSpan? deadline = null)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Exception exception) when (exception is not NeverException && Stopwatch.GetElapsedTime(since) < (deadline ?? DefaultDeadline))
            {
                await Task.Delay(50);
            }
        }
    }
}

/// <summary>What is waited for can no longer come.</summary>
public sealed class NeverException(string message) : Exception(message);
