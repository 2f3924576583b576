using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>Names in the database are lower case with underscores; tables are named in the mappings.</summary>
internal sealed partial class SnakeCaseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            if (entity.GetTableName() is { } table && entity.BaseType is null)
            {
                entity.Builder.ToTable(Snake(table), entity.GetSchema());
            }

            // An owned type in its owner's table shares the owner's key column.
            foreach (var property in entity.GetDeclaredProperties().Where(property => !(entity.IsOwned() && property.IsPrimaryKey())))
            {
                property.Builder.HasColumnName(Snake(property.GetColumnName() ?? property.Name));
            }
        }

        foreach (var entity in modelBuilder.Metadata.GetEntityTypes().Where(entity => entity.IsMappedToJson()))
        {
            if (entity.GetContainerColumnName() is { } column)
            {
                entity.SetContainerColumnName(Snake(column));
            }
        }
    }

    private static string Snake(string name) => Boundary().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex Boundary();
}

/// <summary>Enumerations are stored as they travel: camel case text.</summary>
internal sealed class CamelCaseEnumConverter<T>() : ValueConverter<T, string>(
    value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), text => Enum.Parse<T>(text, true))
    where T : struct, Enum;
