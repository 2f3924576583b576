using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace PartyCloud.ServiceDefaults.Hosting;

/// <summary>
/// A replica that was asked to end says so first: <c>/health</c> turns, and for <c>Hosting:LeaveIn</c> it goes on serving, until those who hand out requests
/// have seen it and ask another. Without the setting it ends at once.
/// </summary>
internal sealed class Leaving(IConfiguration configuration, IHostApplicationLifetime lifetime) : IHostedLifecycleService, IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("It is about to end.") : HealthCheckResult.Healthy());

    // Before anything is stopped: requests are still taken, jobs and consumers still work.
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(configuration.GetValue<TimeSpan>("Hosting:LeaveIn"), cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
