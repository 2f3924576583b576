using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Documents;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.ServiceDefaults.Hosting;

/// <summary>What all services have in common, in two calls: one before the build, one after it.</summary>
public static class ServiceHosting
{
    /// <summary>An import's sheet; everything else stays within <see cref="MaxRequestBody"/>.</summary>
    public const long MaxUpload = 512L << 20;

    public const long MaxRequestBody = 32L << 20;

    public static void AddServiceDefaults<TDb>(this WebApplicationBuilder builder, string service)
        where TDb : ServiceDb
    {
        // Before the framework's own services, which take the real clock where there is none.
        builder.Services.AddSingleton(builder.Configuration.IsSandbox() ? new SandboxClock() : TimeProvider.System);
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
            kestrel.AddServerHeader = false;
        });
        builder.Services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = MaxUpload);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.AddTelemetry(service);
        builder.Services.AddDatabase<TDb>(service);
        builder.Services.AddCallers();
        builder.Services.AddWire();
        builder.Services.AddExceptionHandler<ProblemHandler>();
        builder.Services.AddProblemDetails();
        builder.Services.AddDocument(service);
        builder.Services.AddHostedService<AuditSealer>();
        builder.Services.AddHostedService<JobRunner>();
        builder.Services.AddHostedService<Housekeeping>();
        builder.Services.AddHostedService<Leaving>();
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database")
            .AddCheck<Leaving>("serving", tags: [StatusOfService.OutsideTag]);
        Texts.Use(typeof(TDb).Assembly);
    }

    /// <summary>The pipeline in front of the routes, and the routes that every service has.</summary>
    public static void UseServiceDefaults(this WebApplication app)
    {
        app.UseServerSpans();
        app.UseProblems();
        app.UseRouting();
        app.Use(Deprecation.TellAsync);
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<RequestContext>().Caller = context.User.Caller();
            return next(context);
        });
        app.UseAuthorization();
        if (app.Configuration.IsSandbox())
        {
            app.Use(SandboxClock.StopAsync);
        }

        app.UseMiddleware<Idempotency>();
        app.UseMiddleware<EnumQueries>();
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapPrometheus().AllowAnonymous();
        app.MapOpenApi().AllowAnonymous();
    }

    /// <summary>A group of public routes: validated, documented, under /api/v1.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string path, string tag)
    {
        var group = app.MapGroup($"/api/v1/{path}").WithTags(tag);
        group.AddEndpointFilterFactory(RequestValidation.Of);
        return group;
    }

    private static void AddDatabase<TDb>(this IServiceCollection services, string service)
        where TDb : ServiceDb
    {
        services.AddSingleton(provider => new ServiceDatabase(service, provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<JobSignal>();
        services.AddSingleton<AuditChain>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<BatchWrites>();
        services.AddSingleton<SystemDb<TDb>>();
        services.AddSingleton(provider => new Databases(
            provider.GetRequiredService<SystemDb<TDb>>().Create, provider.GetRequiredService<SystemDb<TDb>>().CreateFor));
        services.AddScoped<ServiceDb>(provider => provider.GetRequiredService<TDb>());
        services.AddScoped(provider => new RequestContext(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<OutboxSignal>()));
        services.AddDbContext<TDb>((provider, options) =>
            SystemDb<TDb>.Configure((DbContextOptionsBuilder<TDb>)options.UseNpgsql(provider.GetRequiredService<ServiceDatabase>().App)));
    }

    private static void AddWire(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => Wire.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    private sealed class DatabaseHealth(ServiceDatabase database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.App.CreateCommand("select 1");
                command.CommandTimeout = 3;
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy(exception.Message);
            }
        }
    }
}
