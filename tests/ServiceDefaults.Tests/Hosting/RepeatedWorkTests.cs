using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.ServiceDefaults.Tests.Hosting;

public sealed class RepeatedWorkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Whatever_goes_wrong_in_a_turn_the_process_goes_on_and_it_is_tried_again()
    {
        // As Npgsql says it of a connection that took too long, as a library says it whose own limit passed, and as a fault of ours would.
        using var work = new Work(new TimeoutException(), new TaskCanceledException(), new InvalidOperationException());
        using var host = await StartedAsync(work);

        await work.Done.Task.WaitAsync(Patience);
        Assert.Equal(4, work.Turns);
        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        // What is done is not begun again.
        await work.ExecuteTask!.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_turn_that_waits_ends_with_the_process()
    {
        using var work = new Work { Waits = true };
        using var host = await StartedAsync(work);
        await work.Done.Task.WaitAsync(Patience);

        await host.StopAsync().WaitAsync(Patience);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(1, work.Turns);
    }

    private static async Task<IHost> StartedAsync(Work work)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IHostedService>(work);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Work(params Exception[] troubles) : RepeatedWork(TimeSpan.FromMilliseconds(1), "The work could not be done", NullLogger.Instance)
    {
        public bool Waits { get; init; }

        public int Turns { get; private set; }

        public TaskCompletionSource Done { get; } = new();

        protected override bool IsDone => Done.Task.IsCompleted;

        protected override async Task TurnAsync(CancellationToken cancel)
        {
            if (Turns++ < troubles.Length)
            {
                throw troubles[Turns - 1];
            }

            Done.SetResult();
            if (Waits)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            }
        }
    }
}
