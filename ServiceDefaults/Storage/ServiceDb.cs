using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>What a unit of work knows of its surroundings: who acts, the time, and whom to wake after the commit.</summary>
public sealed class RequestContext(TimeProvider clock, OutboxSignal outbox)
{
    /// <summary>Null before sign-in; the database then shows nothing.</summary>
    public Caller? Caller { get; set; }

    /// <summary>True for consumers and schedules, whose connection is not held to a scope.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Set where the request is an item of a batch: it is saved with the first thing that the item saves.</summary>
    internal BatchMark? Mark { get; set; }

    public TimeProvider Clock { get; } = clock;

    public OutboxSignal Outbox { get; } = outbox;

    internal LevelScope? EnforcedScope => IsSystem ? null : Caller?.Scope;
}

/// <summary>An entity guarded against lost updates; it counts its version up itself, so that events can carry it.</summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>An entity that is added once and never changed, and so has no version. An item of a batch that adds one is remembered by it.</summary>
public interface IUnchanging
{
    Guid Id { get; }
}

/// <summary>
/// A service's database as a unit of work: facts to publish and audit entries are saved with the change or not at all.
/// </summary>
public abstract class ServiceDb : DbContext
{
    private bool published;

    protected ServiceDb(DbContextOptions options, RequestContext context)
        : base(options)
    {
        Context = context;
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
    }

    public RequestContext Context { get; }

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<JobError> JobErrors => Set<JobError>();

    public DbSet<AuditEntry> AuditLog => Set<AuditEntry>();

    /// <summary>Publishes a fact when, and only when, the next save commits.</summary>
    public void PublishOnCommit<T>(T fact)
        where T : class
    {
        Set<OutboxMessage>().Add(OutboxMessage.Of(fact));
        published = true;
    }

    public void PublishOnCommit<T>(IEnumerable<T> facts)
        where T : class
    {
        foreach (var fact in facts)
        {
            PublishOnCommit(fact);
        }
    }

    /// <summary>Enters in the audit log what the change tracker cannot see: reveals, exports, searches by identity, set-based writes.</summary>
    /// <param name="action">e.g. <c>members.reveal</c>.</param>
    /// <param name="objectType">e.g. <c>member</c>.</param>
    /// <param name="objectId">Which one; null when it is about many.</param>
    /// <param name="fields">Which fields, or how many rows.</param>
    /// <param name="purpose">Why, in the caller's words.</param>
    public void Audit(string action, string objectType, Guid? objectId = null, string? fields = null, string? purpose = null)
    {
        var caller = Context.Caller ?? Caller.System;
        AuditLog.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            At = Context.Clock.GetUtcNow(),
            ActorId = caller.UserId,
            ActorName = caller.UserName,
            PostId = caller.PostId,
            LevelCode = caller.Scope?.First ?? "",
            Action = action,
            ObjectType = objectType,
            ObjectId = objectId,
            Fields = fields,
            Purpose = purpose,
            TraceId = Activity.Current?.TraceId.ToString(),
        });
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        AuditChanges();
        MarkDone();
        var count = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (published)
        {
            published = false;
            Context.Outbox.Wake();
        }

        return count;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxMessage>(outbox => outbox.ToTable("outbox").HasKey(message => message.Id));
        modelBuilder.Entity<AuditEntry>(audit => audit.ToTable("audit_log").HasKey(entry => entry.Id));
        modelBuilder.Entity<Job>(job =>
        {
            job.ToTable("jobs");
            job.Property(j => j.Payload).HasColumnType("jsonb");
        });
        modelBuilder.Entity<JobError>(error => error.ToTable("job_errors").HasKey(e => new { e.JobId, e.Ordinal }));
        modelBuilder.Entity<BatchMark>(mark => mark.ToTable("batch_items").HasKey(m => new { m.Caller, m.Key, m.Ordinal }));
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(type => type.ClrType.IsAssignableTo(typeof(IVersioned))))
        {
            modelBuilder.Entity(entity.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
        }

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { IsEnum: true } type)
            {
                property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(CamelCaseEnumConverter<>).MakeGenericType(type))!);
            }
        }

        // The application makes every key: nothing is read back after an insert, which row security would have to allow.
        foreach (var key in modelBuilder.Model.GetEntityTypes().Where(type => !type.IsOwned())
            .SelectMany(type => type.FindPrimaryKey()?.Properties ?? []))
        {
            key.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
        configurationBuilder.Properties<decimal>().HaveColumnType("numeric");
    }

    private void MarkDone()
    {
        if (Context.Mark is { } mark
            && (ChangeTracker.Entries<IUnchanging>().FirstOrDefault(entry => entry.State is EntityState.Added)?.Entity.Id
                ?? ChangeTracker.Entries<IVersioned>().FirstOrDefault(entry => entry.State is EntityState.Added or EntityState.Modified)?.Property("Id").CurrentValue) is Guid id)
        {
            Set<BatchMark>().Add(mark with { ObjectId = id });
            Context.Mark = null;
        }
    }

    // Every write of a person through an entity is audited here, so that no use case can forget it. Consumers only repeat
    // what another service has audited.
    private void AuditChanges()
    {
        if (Context.IsSystem)
        {
            return;
        }

        var changed = ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && entry.Entity is not (OutboxMessage or AuditEntry or Job or JobError or BatchMark) && !entry.Metadata.IsOwned())
            .ToList();
        foreach (var entry in changed)
        {
            var type = JsonNamingPolicy.CamelCase.ConvertName(entry.Metadata.ClrType.Name);
            var verb = entry.State switch { EntityState.Added => "added", EntityState.Deleted => "deleted", _ => "changed" };
            var id = entry.Metadata.FindPrimaryKey()?.Properties is [{ } key] && entry.Property(key.Name).CurrentValue is Guid guid ? guid : (Guid?)null;
            Audit($"{type}.{verb}", type, id, entry.State == EntityState.Modified ? ChangedFields(entry) : null);
        }
    }

    private static string ChangedFields(EntityEntry entry) => string.Join(' ', entry.Properties
        .Where(property => property.IsModified && property.Metadata.Name != nameof(IVersioned.Version))
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Metadata.Name)));
}
